package io.github.faxnummer.report;

import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.provider.FaxStatus;
import io.github.faxnummer.provider.Q850Cause;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many faxes ended how. It says as much as a summary needs, and stays small however many faxes there are.
 *
 * @param results how many have which result, in words of {@link #ORDER}
 */
public record FaxCounts(Map<String, Integer> results) {

    /** In this order: results that need a person last. */
    static final List<String> ORDER = List.of(
            "planned",
            "submitting",
            "verifying",
            "submitted",
            "done-ok",
            "looked-up-delivered",
            "missing-pages",
            "busy",
            "no-answer",
            "wrong-number",
            "done-error",
            "looked-up-not-delivered",
            "rejected",
            "not-sent",
            "timed-out",
            "mismatched",
            "looked-up-not-found",
            "unknown");

    public FaxCounts {
        results = Map.copyOf(results);
    }

    /** The counts of these faxes. */
    public static FaxCounts of(Collection<Transmission> faxes) {
        return new FaxCounts(faxes.stream().collect(Collectors.toMap(FaxCounts::result, it -> 1, Integer::sum)));
    }

    /** The counts of both together. */
    public FaxCounts plus(FaxCounts other) {
        return new FaxCounts(Stream.concat(results.entrySet().stream(), other.results.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum)));
    }

    /** How many faxes there are. */
    public int all() {
        return results.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String result(Transmission fax) {
        if (fax.progress() instanceof TransmissionState.Mismatched) {
            return "mismatched";
        }
        if (fax.progress() instanceof TransmissionState.LookedUp lookedUp) {
            return "looked-up-" + DeliveryText.word(lookedUp.result());
        }
        if (fax.missingPages() > 0) {
            return "missing-pages";
        }
        if (fax.outcome() != Outcome.DONE_ERROR) {
            return DeliveryText.word(fax.outcome());
        }
        return switch (fax.status()
                .flatMap(FaxStatus::cause)
                .map(Q850Cause::code)
                .orElse(0)) {
            case 17 -> "busy";
            case 18, 19 -> "no-answer";
            case 1, 22, 28 -> "wrong-number";
            default -> "done-error";
        };
    }
}
