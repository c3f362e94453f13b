package io.github.faxnummer.jenkins.delivery;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionState;
import io.github.faxnummer.provider.JobId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Joins what one step of a build sent with what another one learnt of its jobs later. */
public record JobCorrelation(Map<JobId, Transmission> jobs) {

    /** What steps that only follow jobs have learnt so far. */
    public static JobCorrelation in(List<DeliveryRecord> records) {
        return new JobCorrelation(byJob(
                of(records, DeliveryRecord.Kind.STATUS).filter(it -> it.status().isPresent())));
    }

    /** The jobs to follow, with what is known of the faxes if this build sent them. */
    public static Delivery sentBefore(List<DeliveryRecord> records, Delivery following) {
        Map<JobId, Transmission> sent = byJob(of(records, DeliveryRecord.Kind.SEND));
        return with(
                following,
                following.transmissions().stream()
                        .map(it -> it.jobId()
                                .map(sent::get)
                                .map(known -> known.continuedBy(it))
                                .orElse(it))
                        .toList());
    }

    /** A delivery with the newest that is known of it. */
    public Delivery newest(Delivery delivery) {
        return with(
                delivery, delivery.transmissions().stream().map(this::newest).toList());
    }

    /** A fax with the newest that is known of it. */
    public Transmission newest(Transmission sent) {
        boolean isOpen = sent.outcome() == Outcome.SUBMITTED
                || sent.outcome() == Outcome.TIMED_OUT
                || sent.progress() instanceof TransmissionState.StatusUnavailable;
        return isOpen ? sent.jobId().map(jobs::get).map(sent::continuedBy).orElse(sent) : sent;
    }

    private static Delivery with(Delivery delivery, List<Transmission> transmissions) {
        return delivery.withTransmissions(transmissions);
    }

    private static Stream<Transmission> of(List<DeliveryRecord> records, DeliveryRecord.Kind kind) {
        return records.stream().filter(it -> it.kind() == kind).flatMap(it -> it.delivery().transmissions().stream());
    }

    /** Of several that tell of a job, the last one. */
    private static Map<JobId, Transmission> byJob(Stream<Transmission> transmissions) {
        Map<JobId, Transmission> jobs = new HashMap<>();
        transmissions.forEach(it -> it.jobId().ifPresent(id -> jobs.put(id, it)));
        return jobs;
    }
}
