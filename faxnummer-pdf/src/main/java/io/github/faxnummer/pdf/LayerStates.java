package io.github.faxnummer.pdf;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.jspecify.annotations.Nullable;

/** The default states of layers (optional content groups): what decides whether a layer is drawn, in any program. */
final class LayerStates {

    private static final COSName AS = COSName.AS;
    private static final COSName EVENT = COSName.getPDFName("Event");
    private static final COSName CATEGORY = COSName.getPDFName("Category");

    private final @Nullable COSDictionary configuration;
    private final Set<COSBase> on;
    private final Set<COSBase> off;

    LayerStates(COSDictionary catalog) {
        COSDictionary properties = catalog.getCOSDictionary(COSName.OCPROPERTIES);
        configuration = properties == null ? null : properties.getCOSDictionary(COSName.D);
        on = groups(COSName.ON);
        off = groups(COSName.OFF);
    }

    private Set<COSBase> groups(COSName key) {
        return configuration == null ? Set.of() : members(configuration.getCOSArray(key));
    }

    private static Set<COSBase> members(@Nullable COSArray array) {
        Set<COSBase> members = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; array != null && i < array.size(); i++) {
            COSBase member = array.getObject(i);
            if (member != null) {
                members.add(member);
            }
        }
        return members;
    }

    /** Adds the state, not the name: a layer that is renamed looks the same. */
    void add(CanonicalDigest out, COSDictionary group) {
        boolean listedOff = off.contains(group);
        boolean offByDefault =
                configuration != null && COSName.OFF.equals(configuration.getCOSName(COSName.BASE_STATE));
        out.bool(listedOff || (offByDefault && !on.contains(group)));
        // Programs differ about a layer that is both.
        out.bool(listedOff && on.contains(group));
        if (configuration == null) {
            return;
        }
        COSArray usages = configuration.getCOSArray(AS);
        for (int i = 0; usages != null && i < usages.size(); i++) {
            if (usages.getObject(i) instanceof COSDictionary usage
                    && members(usage.getCOSArray(COSName.OCGS)).contains(group)) {
                name(out, usage.getDictionaryObject(EVENT));
                COSBase categories = usage.getDictionaryObject(CATEGORY);
                name(out, categories);
                for (int j = 0; categories instanceof COSArray array && j < array.size(); j++) {
                    name(out, array.getObject(j));
                }
            }
        }
    }

    private static void name(CanonicalDigest out, @Nullable COSBase name) {
        if (name instanceof COSName known) {
            out.name(known.getBytes());
        }
    }
}
