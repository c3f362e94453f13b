package io.github.faxnummer.jenkins.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import io.github.faxnummer.jenkins.config.AccountListener;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What fails of the services that deliveries need, for administrators. In memory: after a restart it shows again. */
@Extension
public final class ServiceHealth {

    /** The provider is tried again all the time, so that it counts as unreachable only after a while. */
    static final Duration GRACE = Duration.ofMinutes(5);

    /** What was not tried again for so long says nothing of today. */
    static final Duration MEMORY = Duration.ofDays(1);

    /** What fails. */
    public enum Kind {
        ACCOUNT_REFUSED,
        PROVIDER_UNREACHABLE,
        LEDGER_UNUSABLE
    }

    /**
     * Something that fails.
     *
     * @param account the login at the provider; empty if it concerns all
     * @param since when it failed first
     * @param last when it failed last
     */
    public record Failure(Kind kind, String account, String endpoint, Instant since, Instant last, Message why) {}

    /** A test of the connection says the same as a fax, and what an administrator has repaired is no longer shown. */
    @Extension
    public static final class Tests extends AccountListener {

        @Override
        protected void accepted(String login, String endpoint) {
            get().answered(login, endpoint);
        }
    }

    private record Key(Kind kind, String account, String endpoint) {}

    private final Map<Key, Failure> failures = new ConcurrentHashMap<>();

    public static ServiceHealth get() {
        return ExtensionList.lookupSingleton(ServiceHealth.class);
    }

    /** What needs a person, the longest failure first. */
    public List<Failure> failures() {
        return failures(DeliveryService.now());
    }

    List<Failure> failures(Instant now) {
        return failures.values().stream()
                .filter(it -> it.last().plus(MEMORY).isAfter(now))
                .filter(it -> it.kind() != Kind.PROVIDER_UNREACHABLE
                        || !it.since().plus(GRACE).isAfter(it.last()))
                .sorted(Comparator.comparing(Failure::since))
                .toList();
    }

    void submitted(String account, String endpoint, SubmissionResult result, Instant now) {
        if (result instanceof SubmissionResult.Accepted) {
            answered(account, endpoint);
        } else if (result instanceof SubmissionResult.Rejected rejected) {
            refused(
                    account,
                    endpoint,
                    rejected.refusal().reason().concernsAccount(),
                    rejected.refusal().text(),
                    now);
        } else if (result instanceof SubmissionResult.NotSent notSent && notSent.retryable()) {
            failed(new Key(Kind.PROVIDER_UNREACHABLE, "", endpoint), notSent.why(), now);
        }
    }

    void polled(String account, String endpoint, StatusResult result, Instant now) {
        if (result instanceof StatusResult.Known) {
            answered(account, endpoint);
        } else if (result instanceof StatusResult.Refused refused) {
            refused(
                    account,
                    endpoint,
                    refused.refusal().reason().concernsAccount(),
                    refused.refusal().text(),
                    now);
        } else if (result instanceof StatusResult.Unavailable unavailable) {
            failed(new Key(Kind.PROVIDER_UNREACHABLE, "", endpoint), unavailable.why(), now);
        }
    }

    /** Nothing is sent as long as the ledger cannot be used. */
    public void ledgerFailed(Message why) {
        failed(new Key(Kind.LEDGER_UNUSABLE, "", ""), why, DeliveryService.now());
    }

    public void ledgerAnswered() {
        failures.remove(new Key(Kind.LEDGER_UNUSABLE, "", ""));
    }

    private void answered(String account, String endpoint) {
        failures.remove(new Key(Kind.ACCOUNT_REFUSED, account, endpoint));
        failures.remove(new Key(Kind.PROVIDER_UNREACHABLE, "", endpoint));
    }

    /** A refusal is an answer; one for another reason than the account says nothing of that. */
    private void refused(String account, String endpoint, boolean isAccount, Message why, Instant now) {
        failures.remove(new Key(Kind.PROVIDER_UNREACHABLE, "", endpoint));
        if (isAccount) {
            failed(new Key(Kind.ACCOUNT_REFUSED, account, endpoint), why, now);
        }
    }

    private void failed(Key key, Message why, Instant now) {
        failures.merge(
                key,
                new Failure(key.kind(), key.account(), key.endpoint(), now, now, why),
                (before, after) -> new Failure(
                        key.kind(),
                        key.account(),
                        key.endpoint(),
                        before.last().plus(MEMORY).isAfter(now) ? before.since() : now,
                        now,
                        why));
    }
}
