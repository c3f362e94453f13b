package io.github.faxnummer.order;

import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Rendering;
import java.nio.file.Path;
import java.util.Optional;

/** Compositions without stationery and without programs that convert documents. */
final class Compositions {

    private Compositions() {}

    static Composition plain(Path folder, boolean combined, Optional<CoverPage> cover, SendAs sendAs) {
        return new Composition(
                folder,
                combined,
                cover,
                Optional.empty(),
                PdfLimits.DEFAULT,
                sendAs,
                Rendering.AUTO,
                false,
                Converters.NONE);
    }
}
