package io.github.faxnummer.order;

import io.github.faxnummer.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as a user wrote or copied it, judged by its structure alone. libphonenumber reads letters as digits and
 * joins a second extension to the first, so it never sees anything but digits and a leading plus.
 *
 * @param text with one kind of blank and dash beside tabs, without format characters
 */
record WrittenNumber(String text) {

    private static final Pattern SCHEME = Pattern.compile("(?i)(?:tel|fax):\\s*");

    private static final Pattern OUTSIDE_LINE = Pattern.compile("([0-9]{1,2} ?[,;pPwW][,;pPwW ]*)[0-9+(].*");

    /** Of each of two local numbers that are taken for two. */
    private static final int FEWEST_DIGITS_OF_TWO = 5;

    /** Dashes may stand between the groups of a number, and before an extension. */
    private static final int FEWEST_GROUPS_BY_DASHES = 3;

    private static final int MOST_LOCAL_DIGITS_BY_DASHES = 8;
    private static final int MOST_BETWEEN_EXTENSIONS = 20;

    private static final Pattern GROUP_BY_DASHES = Pattern.compile("[0-9]{2,3}");

    private static final Pattern GROUP = Pattern.compile("\\+?[0-9]+");

    // Dashes by their meaning that Unicode does not count among the dash punctuation.
    private static final String MORE_DASHES = "\u02D7\u2043\u2053\u207B\u208B\u2212";

    /** A run of digits, with what stands before it. */
    private record Group(String separator, String digits, int start) {}

    static WrittenNumber of(String written) {
        StringBuilder text = new StringBuilder();
        written.codePoints().forEach(character -> {
            switch (Character.getType(character)) {
                case Character.FORMAT -> {}
                case Character.SPACE_SEPARATOR -> text.append(' ');
                case Character.DASH_PUNCTUATION -> text.append('-');
                default -> text.appendCodePoint(MORE_DASHES.indexOf(character) >= 0 ? '-' : character);
            }
        });
        Matcher scheme = SCHEME.matcher(text.toString().strip());
        return new WrittenNumber(
                scheme.lookingAt() ? scheme.replaceFirst("") : text.toString().strip());
    }

    /** Digits with a leading plus if it is international. */
    String dialled() {
        String digits = text.replaceAll("[^0-9]", "");
        if (text.replaceAll("[^0-9+]", "").startsWith("+")) {
            return "+" + digits;
        }
        // The documentation requires 00 in all countries; libphonenumber knows it only for those that dial it.
        return digits.startsWith("00") ? "+" + digits.substring(2) : digits;
    }

    /** Whether it has an international prefix or a leading zero. */
    boolean hasPrefix() {
        String dialled = dialled();
        return dialled.startsWith("+") || dialled.startsWith("0");
    }

    /**
     * The problem with its structure.
     *
     * @param callingCode of the region that national numbers belong to
     * @param valid whether dialled digits are a valid number
     */
    Optional<Message> problem(int callingCode, Predicate<String> valid) {
        int cell = text.indexOf('\t');
        if (cell >= 0) {
            // Cells of a table: a number in two of them, or two numbers.
            WrittenNumber before = new WrittenNumber(text.substring(0, cell).strip());
            return valid.test(before.dialled())
                            && before.problem(callingCode, valid).isEmpty()
                    ? Optional.of(two(before.text()))
                    : new WrittenNumber(text.replace('\t', ' ')).problem(callingCode, valid);
        }
        Matcher outsideLine = OUTSIDE_LINE.matcher(text);
        if (outsideLine.matches()) {
            return Optional.of(
                    Message.of("input.number.outside-line", outsideLine.group(1).strip()));
        }
        int stranger = text.codePoints()
                .filter(character -> "0123456789+()/-. ".indexOf(character) < 0)
                .findFirst()
                .orElse(-1);
        if (stranger >= 0) {
            String before = text.substring(0, text.indexOf(stranger));
            String rest = text.substring(before.length());
            // A parameter of a telephone URI, such as ;ext=016, is no number (RFC 3966, 3).
            boolean isMore = rest.matches("(?s).*[0-9].*") && !rest.matches("(?s);[A-Za-z0-9-]+=.*");
            return Optional.of(
                    isMore && ",;|&\n\r".indexOf(stranger) >= 0 && valid.test(new WrittenNumber(before).dialled())
                            ? two(before)
                            : Message.of("input.number.character", Characters.name(stranger)));
        }
        List<Group> groups = groups();
        return countryCodeTwice(groups, valid)
                .or(() -> countryCodeWithZero(groups, callingCode, valid))
                .or(() -> outsideLine(groups, valid))
                .or(() -> secondNumber(groups, valid))
                .or(this::misplacedPlus);
    }

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        Matcher matcher = GROUP.matcher(text);
        for (int end = 0; matcher.find(); end = matcher.end()) {
            groups.add(new Group(text.substring(end, matcher.start()), matcher.group(), matcher.start()));
        }
        if (groups.size() > 1 && groups.get(0).digits().equals("00")) {
            Group prefix = groups.remove(0);
            groups.set(0, new Group(prefix.separator(), "00" + groups.get(0).digits(), prefix.start()));
        }
        return groups;
    }

    /**
     * Such as {@code +49 49 30…}; {@code +45 45 12 34 56} is a number of Lyngby, and {@code +49 49 21 / 123456} one of
     * Emden. In pairs it may be any.
     */
    private static Optional<Message> countryCodeTwice(List<Group> groups, Predicate<String> valid) {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        String code = groups.get(0).digits().replaceFirst("^(\\+|00)", "");
        if (code.equals(groups.get(0).digits())) {
            return Optional.empty();
        }
        int half = code.length() / 2;
        boolean joined = code.length() % 2 == 0 && code.substring(0, half).equals(code.substring(half));
        if (joined
                && NumberingPlan.isCallingCode(code.substring(half))
                && valid.test("+" + code.substring(half) + digits(groups, 1))) {
            return Optional.of(Message.of("input.number.country-twice", code.substring(half)));
        }
        for (int i = 1; i < groups.size(); i++) {
            String again = groups.get(i).digits();
            if (again.replaceFirst("^(\\+|0{1,2})", "").equals(code)
                    && digits(groups.subList(0, i), 1).matches("0*")
                    && valid.test("+" + code + digits(groups, i + 1))) {
                List<Group> rest = groups.subList(i, groups.size());
                boolean isOwn = again.equals(code) && isAreaCode(code, rest, valid);
                boolean isInPairs = isInPairs(rest);
                if (isOwn && (i > 1 || !isInPairs) && !isAreaCode(code, rest.subList(1, rest.size()), valid)) {
                    return Optional.empty();
                }
                return Optional.of(Message.of(
                        isOwn && isInPairs ? "input.number.country-or-area" : "input.number.country-twice", code));
            }
        }
        return Optional.empty();
    }

    private static boolean isInPairs(List<Group> groups) {
        return groups.stream().allMatch(it -> it.digits().length() <= 2);
    }

    /** Such as {@code 049 30…}: neither +49 nor an area code; {@code 049 21/123456} is one of Emden. */
    private static Optional<Message> countryCodeWithZero(List<Group> groups, int callingCode, Predicate<String> valid) {
        String code = String.valueOf(callingCode);
        if (groups.size() < 2
                || !groups.get(0).digits().equals("0" + code)
                || !valid.test("+" + code + digits(groups, 1))) {
            return Optional.empty();
        }
        List<Group> rest = groups.subList(1, groups.size());
        boolean isOwn = !isInPairs(rest) && isAreaCode(code, groups, valid) && !isAreaCode(code, rest, valid);
        return isOwn ? Optional.empty() : Optional.of(Message.of("input.number.country-zero", code));
    }

    /** Whether national groups begin with an area code that ends where a group ends. */
    private static boolean isAreaCode(String callingCode, List<Group> groups, Predicate<String> valid) {
        String international = "+" + callingCode + digits(groups, 0).replaceFirst("^0", "");
        int length = NumberingPlan.areaCodeLength(international);
        for (int i = 1; i < groups.size(); i++) {
            if (length > 0
                    && digits(groups.subList(0, i), 0).replaceFirst("^0", "").length() == length) {
                return valid.test(international);
            }
        }
        return false;
    }

    /** Such as {@code 0 030…}. */
    private Optional<Message> outsideLine(List<Group> groups, Predicate<String> valid) {
        return groups.size() > 1
                        && groups.get(0).digits().length() == 1
                        && groups.get(1).digits().matches("0[0-9]{2,}")
                        && !valid.test(dialled())
                        && valid.test(from(groups.get(1)))
                ? Optional.of(
                        Message.of("input.number.outside-line", groups.get(0).digits()))
                : Optional.empty();
    }

    private String from(Group group) {
        return new WrittenNumber(text.substring(group.start())).dialled();
    }

    /** What follows a complete number must be one extension, written once. */
    private Optional<Message> secondNumber(List<Group> groups, Predicate<String> valid) {
        boolean complete = false;
        boolean byDashes = isGroupedByDashes(groups);
        boolean extended = false;
        for (int i = 1; i < groups.size(); i++) {
            Group group = groups.get(i);
            String before = text.substring(0, group.start() - group.separator().length());
            complete = complete || valid.test(new WrittenNumber(before).dialled());
            if (!complete) {
                continue;
            }
            boolean dash = group.separator().contains("-");
            // An extension may be the same digits.
            boolean isExtension = dash && i == groups.size() - 1;
            boolean areaCode = group.digits().matches("0[0-9]{2,}")
                    && ((!isExtension && group.digits().equals(groups.get(0).digits())) || valid.test(from(group)));
            if (extended
                    || areaCode
                    || isAlike(groups.get(i - 1), group)
                    || (!dash && isLong(groups.get(i - 1)) && isLong(group))
                    || group.digits().startsWith("+")
                    || group.separator().matches(".*([/(]|\\.\\.).*")) {
                return Optional.of(two(before));
            }
            extended = dash && !byDashes;
        }
        return Optional.empty();
    }

    /** Such as {@code 695550 695551}. */
    private static boolean isAlike(Group first, Group second) {
        String digits = second.digits();
        return isLong(second)
                && digits.length() == first.digits().length()
                && first.digits().startsWith(digits.substring(0, (digits.length() + 1) / 2));
    }

    private static boolean isLong(Group group) {
        return group.digits().length() >= FEWEST_DIGITS_OF_TWO;
    }

    /**
     * Such as {@code 0711-123-45-67}: dashes stand between all groups, and the local ones are too short for a number with
     * two extensions. Two that are close to each other may be extensions all the same, such as {@code 0711-123-16-18}.
     */
    private static boolean isGroupedByDashes(List<Group> groups) {
        if (groups.isEmpty()
                || groups.stream().skip(1).anyMatch(it -> !it.separator().equals("-"))) {
            return false;
        }
        String first = groups.get(0).digits().replaceFirst("^(\\+|00)", "");
        boolean isCallingCode = !first.equals(groups.get(0).digits()) && NumberingPlan.isCallingCode(first);
        List<String> local =
                groups.stream().skip(isCallingCode ? 2 : 1).map(Group::digits).toList();
        return local.size() >= FEWEST_GROUPS_BY_DASHES
                && String.join("", local).length() <= MOST_LOCAL_DIGITS_BY_DASHES
                && local.stream().allMatch(it -> GROUP_BY_DASHES.matcher(it).matches())
                && !isClose(local.get(local.size() - 2), local.get(local.size() - 1));
    }

    private static boolean isClose(String first, String second) {
        return first.length() == second.length()
                && Math.abs(Integer.parseInt(first) - Integer.parseInt(second)) <= MOST_BETWEEN_EXTENSIONS;
    }

    private Optional<Message> misplacedPlus() {
        return text.replaceAll("[^0-9+]", "").lastIndexOf('+') > 0
                ? Optional.of(Message.of("input.number.invalid"))
                : Optional.empty();
    }

    private static Message two(String before) {
        return Message.of("input.number.two", before.strip());
    }

    private static String digits(List<Group> groups, int from) {
        StringBuilder digits = new StringBuilder();
        groups.subList(from, groups.size()).forEach(it -> digits.append(it.digits()));
        return digits.toString().replaceAll("[^0-9]", "");
    }
}
