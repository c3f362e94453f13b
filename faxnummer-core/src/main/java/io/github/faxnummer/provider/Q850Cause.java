package io.github.faxnummer.provider;

import io.github.faxnummer.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a fax call ended: a cause of ITU-T Q.850. The API's documentation explains 16, 1, 17 and 34; the others are the
 * standard's.
 *
 * @param code 0 or more; the standard's table ends at 127
 */
public record Q850Cause(int code) {

    /** Whether another submission after a pause can succeed. */
    public enum Redial {
        /** The condition usually ends within minutes: redialled by default. */
        BY_DEFAULT,
        /** The condition can end without intervention, often only after hours: redialled where the user names the cause. */
        IF_NAMED,
        /** Somebody has to change something first. */
        NO_HELP
    }

    /** What causes have in common: whether redialling helps, and what to tell the recipient. */
    private enum Group {
        BUSY(Redial.BY_DEFAULT),
        NO_ANSWER(Redial.BY_DEFAULT),
        CONGESTION(Redial.BY_DEFAULT),
        SWITCHED_OFF(Redial.IF_NAMED),
        ENDED(Redial.IF_NAMED),
        NETWORK(Redial.IF_NAMED),
        NUMBER(Redial.NO_HELP),
        BLOCKED(Redial.NO_HELP),
        NO_FAX(Redial.NO_HELP),
        PROVIDER(Redial.NO_HELP);

        private final Redial redial;

        Group(Redial redial) {
            this.redial = redial;
        }
    }

    private static final int NO_CIRCUIT = 34;

    private static final Map<Integer, Group> GROUPS = groups();

    private static Map<Integer, Group> groups() {
        Map<Integer, Group> groups = new HashMap<>();
        put(groups, Group.BUSY, 17);
        put(groups, Group.NO_ANSWER, 18, 19);
        put(groups, Group.CONGESTION, 34, 41, 42, 44);
        put(groups, Group.SWITCHED_OFF, 20, 27);
        put(groups, Group.ENDED, 16, 31);
        put(groups, Group.NETWORK, 8, 9, 25, 38, 39, 43, 46, 47, 49, 58, 63, 102, 127);
        put(groups, Group.NUMBER, 1, 3, 4, 5, 14, 22, 23, 28);
        put(groups, Group.BLOCKED, 21, 24, 55, 87);
        put(groups, Group.NO_FAX, 65, 66, 69, 70, 79, 88);
        put(
                groups,
                Group.PROVIDER,
                2,
                6,
                7,
                26,
                29,
                30,
                40,
                50,
                53,
                57,
                62,
                81,
                82,
                83,
                84,
                85,
                86,
                90,
                91,
                95,
                96,
                97,
                98,
                99,
                100,
                101,
                103,
                110,
                111);
        return Map.copyOf(groups);
    }

    private static void put(Map<Integer, Group> groups, Group group, int... codes) {
        for (int code : codes) {
            groups.put(code, group);
        }
    }

    /** The causes of the standard's table, in its order. */
    public static List<Q850Cause> standard() {
        return GROUPS.keySet().stream().sorted().map(Q850Cause::new).toList();
    }

    /** Whether the call ended before the recipient's machine answered, so that no page can have been sent. */
    public boolean isBeforeAnswer() {
        Group group = GROUPS.get(code);
        return group == Group.BUSY || group == Group.NO_ANSWER || group == Group.NUMBER || code == NO_CIRCUIT;
    }

    /** Whether the standard's table has this cause. */
    public boolean isStandard() {
        return GROUPS.containsKey(code);
    }

    /** Whether another submission can succeed; not for a cause that the standard does not have. */
    public Redial redial() {
        return group().map(it -> it.redial).orElse(Redial.NO_HELP);
    }

    /** Whether the same fax may succeed later without intervention. */
    public boolean retryCanHelp() {
        return redial() != Redial.NO_HELP;
    }

    /** The cause in words. */
    public Message text() {
        return isStandard() ? Message.of("q850." + code) : Message.of("q850.unknown", code);
    }

    /** What to tell the recipient, or to ask; empty for a cause that the standard does not have. */
    public Optional<Message> recipientAdvice() {
        return group().map(it -> Message.of(
                "q850.recipient." + it.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    private Optional<Group> group() {
        return Optional.ofNullable(GROUPS.get(code));
    }
}
