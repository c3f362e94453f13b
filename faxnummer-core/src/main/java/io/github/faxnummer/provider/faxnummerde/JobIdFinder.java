package io.github.faxnummer.provider.faxnummerde;

import io.github.faxnummer.provider.JobId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds possible job ids in a response that was not understood. A wrong one does no harm: it is only polled, which
 * costs and changes nothing.
 */
final class JobIdFinder {

    /** Each is polled, so there must not be many. */
    static final int MAX_CANDIDATES = 3;

    private static final int MAX_FIELDS = 50;
    private static final int REACH = 2000;
    private static final int HEX_DIGITS = 20;
    private static final int MIN_LENGTH = 3;
    private static final int MAX_SEPARATOR_LENGTH = 60;

    /** As documented: {@code faxsend-accountXXXXX-752601991433cc7de15e}. */
    private static final Pattern DOCUMENTED =
            Pattern.compile("faxsend-[A-Za-z0-9_.]{1,80}-([0-9a-f]{8,64}|[0-9A-F]{8,64})");

    /** What stands between a name and its value in lines, JSON, XML, URLs, HTML and PHP's print_r and var_dump. */
    private static final Pattern SEPARATOR = Pattern.compile(
            "(?:[\\s\"'\\\\=:>,\\]]|&quot;|&gt;|&#0?(?:34|39|61);|&nbsp;|%3[AaDd]|%2[02]|string\\([0-9]{1,3}\\)){1,"
                    + MAX_SEPARATOR_LENGTH + "}");

    /** An empty value in a line or in JSON. */
    private static final Pattern EMPTY_VALUE =
            Pattern.compile("[ \\t]*[=:][ \\t]*(?:\"\"|'')?[ \\t]*;?[ \\t]*(?:[\\r\\n]|$)|\"\\s*:\\s*\"\"\\s*[,}]");

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}");
    private static final Set<String> NO_VALUES = Set.of("null", "none", "false", "true", "array", "string");

    private JobIdFinder() {}

    /** Whether it is no documented job id with something else directly before or behind it. */
    static boolean isWhole(JobId id) {
        Matcher documented = DOCUMENTED.matcher(id.value());
        return !documented.find() || documented.group().equals(id.value());
    }

    /** Whether it has the documented shape. */
    static boolean isDocumented(JobId id) {
        return DOCUMENTED.matcher(id.value()).matches();
    }

    /** Up to {@link #MAX_CANDIDATES} values of {@code WR_Request_UUID}, those in the documented shape first. */
    static List<JobId> find(String text) {
        return find(text, NOTHING);
    }

    /** Whether a response that says it failed holds an id all the same. What follows an empty id is none. */
    static boolean isIn(String text) {
        return !find(text, EMPTY_VALUE).isEmpty();
    }

    private static List<JobId> find(String text, Pattern withoutValue) {
        Set<String> documented = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        int fields = 0;
        for (int at = text.indexOf(FieldNames.REQUEST_UUID);
                at >= 0 && fields < MAX_FIELDS;
                at = text.indexOf(FieldNames.REQUEST_UUID, at + 1)) {
            fields++;
            if (at > 0 && text.charAt(at - 1) == '/') {
                continue;
            }
            int start = at + FieldNames.REQUEST_UUID.length();
            int next = text.indexOf(FieldNames.REQUEST_UUID, start);
            int end = Math.min(next < 0 ? text.length() : next, start + REACH);
            String rest = text.substring(start, Math.min(end, text.length()));
            addDocumented(rest, documented);
            if (!withoutValue.matcher(rest).lookingAt()) {
                addValue(rest, others);
            }
        }
        documented.addAll(others);
        return documented.stream().limit(MAX_CANDIDATES).map(JobId::new).toList();
    }

    /**
     * For text without such a field: the id in the documented shape, wherever it is, if there is only one. A page with
     * several, such as a log, quotes jobs of other faxes.
     */
    static List<JobId> findUnnamed(String text) {
        Matcher id = DOCUMENTED.matcher(text);
        String first = id.find() ? id.group() : "";
        while (id.find()) {
            if (!id.group().equals(first)) {
                return List.of();
            }
        }
        Set<String> found = new LinkedHashSet<>();
        addDocumented(text, found);
        return found.stream().map(JobId::new).toList();
    }

    private static void addDocumented(String text, Set<String> found) {
        Matcher id = DOCUMENTED.matcher(text);
        if (!id.find()) {
            return;
        }
        // Text that begins with a hexadecimal digit may follow immediately.
        if (id.group(1).length() > HEX_DIGITS) {
            found.add(text.substring(id.start(), id.start(1) + HEX_DIGITS));
        }
        found.add(id.group());
    }

    private static void addValue(String text, Set<String> found) {
        Matcher separator = SEPARATOR.matcher(text);
        if (!separator.lookingAt()) {
            return;
        }
        Matcher value = VALUE.matcher(text).region(separator.end(), text.length());
        if (value.lookingAt()
                && value.group().length() >= MIN_LENGTH
                && !value.group().startsWith("WR_")
                && !NO_VALUES.contains(value.group())) {
            found.add(value.group());
        }
    }
}
