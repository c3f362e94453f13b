package io.github.faxnummer.chaos;

import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.sandbox.scenario.Fault;
import io.github.faxnummer.sandbox.scenario.TestNumber;
import io.github.faxnummer.testing.FaultyProxy.End;
import io.github.faxnummer.testing.FaultyProxy.Toxic;
import io.github.faxnummer.testing.Pdfs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** All that is random in a run, from one seed. */
public final class RandomScenario {

    /** The documents of {@link #order}, by their paths. */
    static final Map<String, byte[]> CONTENTS = Map.of("/ci/a.pdf", Pdfs.pages(1), "/ci/b.pdf", Pdfs.pages(2));

    private static final int CONNECTIONS = 40;

    private final Random random;

    public RandomScenario(long seed) {
        random = new Random(seed);
    }

    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** One or two documents to one to three of the sandbox's numbers. */
    FaxOrder order() {
        Set<FaxNumber> recipients = new LinkedHashSet<>();
        for (int i = below(3); i >= 0; i--) {
            recipients.add(new FaxNumber(pick(TestNumber.values()).number()));
        }
        return new FaxOrder(
                List.of(Pdfs.document("a.pdf", 1), Pdfs.document("b.pdf", 2)).subList(0, 1 + below(2)),
                List.copyOf(recipients),
                "ci@example.org",
                "CI",
                "",
                "");
    }

    /** Orders faults of the provider. */
    void faults(FaxnummerSandbox sandbox) {
        for (int i = below(3); i > 0; i--) {
            sandbox.failNext(pick(Fault.values()));
        }
        for (int i = below(4); i > 0; i--) {
            sandbox.failNextStatus(pick(Fault.values()));
        }
    }

    /** What the network does to each connection. */
    public List<Toxic> toxics() {
        List<Toxic> toxics = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            toxics.add(chance(35) ? toxic() : Toxic.NONE);
        }
        return toxics;
    }

    private Toxic toxic() {
        End end = pick(End.values());
        return switch (below(7)) {
            case 0 -> Toxic.up(0, end);
            case 1, 2 -> Toxic.up(below(2600), end);
            case 3, 4 -> Toxic.down(below(400), end);
            case 5 -> new Toxic(Toxic.NEVER, Toxic.NEVER, End.CLOSED, below(40), 1 + below(900), 1);
            default -> new Toxic(Toxic.NEVER, Toxic.NEVER, End.CLOSED, 300, 65536, 0);
        };
    }
}
