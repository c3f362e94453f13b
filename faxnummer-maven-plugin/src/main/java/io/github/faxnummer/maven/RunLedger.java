package io.github.faxnummer.maven;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryJournal;
import io.github.faxnummer.delivery.DeliveryRecovery;
import io.github.faxnummer.delivery.JournaledDelivery;
import io.github.faxnummer.delivery.MonotonicClock;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.TransmissionKey;
import io.github.faxnummer.ledger.FaxIdentities;
import io.github.faxnummer.ledger.JdbcLedger;
import io.github.faxnummer.ledger.LedgerException;
import io.github.faxnummer.ledger.LedgerGate;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.ledger.OncePolicy;
import io.github.faxnummer.ledger.OnceProvider;
import io.github.faxnummer.maven.AbstractOrderMojo.ValidOrder;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.report.DeliveryText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/** What the ledger, and the journal in the reports' folder, say about the faxes of this run. */
record RunLedger(
        OncePolicy policy,
        ValidOrder input,
        Optional<FaxIdentities> identities,
        Optional<LedgerGate> gate,
        Path reports,
        Log log,
        DeliveryText text) {

    private static final String RUN = "run";
    private static final String SENDER = "sender";

    /** Reads the documents, unless every fax is sent. */
    static RunLedger of(OncePolicy policy, ValidOrder input, Instant now, Path reports, Log log, DeliveryText text)
            throws MojoExecutionException {
        if (policy.ledger().isEmpty() || input.account().isEmpty()) {
            return new RunLedger(policy, input, Optional.empty(), Optional.empty(), reports, log, text);
        }
        try {
            FaxIdentities identities = FaxIdentities.byContent(
                    input.endpoint().url(),
                    input.account().get().login(),
                    policy.idempotencyKey(),
                    input.order().documents(),
                    input.limits(),
                    input.fingerprints());
            // One for the look and the claims: what it overrides was there at the look.
            Optional<LedgerGate> gate = policy.gate(MonotonicClock.startingAt(now));
            return new RunLedger(policy, input, Optional.of(identities), gate, reports, log, text);
        } catch (IOException e) {
            throw new MojoExecutionException(
                    Message.of("build.once.unusable", String.valueOf(e.getMessage()))
                            .in(text.locale()),
                    e);
        }
    }

    /** Says in a journal which run it belongs to, and whose faxes it has. */
    static Map<String, String> journalAttributes(OncePolicy policy, ValidOrder input) {
        return Map.of(RUN, policy.run().id(), SENDER, sender(policy, input));
    }

    /**
     * What tells faxes of the same bytes to the same number apart: the service, the account and the user's own key, as
     * a hash, since it is written to files.
     */
    String sender() {
        return sender(policy, input);
    }

    private static String sender(OncePolicy policy, ValidOrder input) {
        String login = input.account().map(Account::login).orElse("");
        String key = policy.idempotencyKey().orElse("");
        return Sha256.of(String.join("\n", input.endpoint().url(), login, key));
    }

    /** What the parameters depend on. */
    static OnceParameters.Surroundings surroundings(Path project, JdbcLedger.Login login) {
        return new OnceParameters.Surroundings(
                System.getenv(),
                host(),
                RealPath.of(project).toString(),
                System.getProperty("user.home", ""),
                UUID.randomUUID().toString(),
                login,
                RunLedger.class.getClassLoader());
    }

    /** The delivery without submissions that an earlier one speaks against; each of them is on the console. */
    Delivery skipEarlier(Delivery planned, Instant now) throws MojoExecutionException {
        policy.advice().forEach(it -> log.warn(it.in(text.locale())));
        if (gate.isEmpty() || identities.isEmpty()) {
            return planned;
        }
        try {
            policy.ledger().orElseThrow().advice().ifPresent(it -> log.warn(it.in(text.locale())));
            Delivery continued = planned.resumeFrom(journaled(planned, gate.get(), now));
            Delivery skipped = continued.resumeFromLedger(gate.get().look(continued, identities.get()), now);
            text.skipped(skipped).forEach(log::warn);
            return skipped;
        } catch (LedgerException e) {
            throw unusable(e);
        }
    }

    /**
     * What the journal of this run and sender in the reports' folder says of faxes that the ledger does not know, or
     * whose submission was interrupted. The ledger may have been on a disk that is gone.
     */
    private Map<TransmissionKey, Transmission> journaled(Delivery planned, LedgerGate gate, Instant now)
            throws LedgerException, MojoExecutionException {
        Map<TransmissionKey, Transmission> states;
        try {
            if (isJournalOfOthers(now)) {
                return Map.of();
            }
            states = DeliveryRecovery.read(
                    reports, input.endpoint().url(), policy.run().name(), now);
        } catch (IOException e) {
            throw new MojoExecutionException(new Problem(
                            FaxParameters.REPORT_DIRECTORY.name(),
                            reports.toString(),
                            Message.of("input.report-directory.unreadable", String.valueOf(e.getMessage())))
                    .in(text.locale()));
        }
        return gate.unlessKnownBetter(planned, identities.orElseThrow(), states, now);
    }

    /** What other builds of this run sent through the service before this one; told on the console. */
    Spending spentEarlier(BuildClaims claims) throws MojoExecutionException {
        if (gate.isEmpty()) {
            return Spending.NOTHING;
        }
        try {
            String service = input.endpoint().url();
            Spending earlier = claims.earlier(
                    String.join(
                            "\n",
                            policy.run().id(),
                            policy.ledger().orElseThrow().location(),
                            service),
                    gate.get().spent(service));
            if (earlier.faxes() > 0) {
                log.info(Message.of("build.once.spent", policy.run().name(), earlier.faxes(), earlier.pages())
                        .in(text.locale()));
            }
            return earlier;
        } catch (LedgerException e) {
            throw unusable(e);
        }
    }

    private boolean isJournalOfOthers(Instant now) {
        try {
            JournaledDelivery journal = DeliveryJournal.read(reports.resolve(DeliveryJournal.FILE));
            return !journal.attributes()
                            .getOrDefault(RUN, policy.run().id())
                            .equals(policy.run().id())
                    || !journal.attributes().getOrDefault(SENDER, sender()).equals(sender())
                    || !policy.run().includes(journal.start(), now);
        } catch (IOException e) {
            // There is none, or one of an older version.
            return false;
        }
    }

    /** A provider that submits what the ledger allows; empty: every fax is sent. */
    Optional<OnceProvider> guard(FaxProvider provider, Delivery delivery)
            throws MojoExecutionException, InterruptedException {
        if (gate.isEmpty()) {
            return Optional.empty();
        }
        OnceProvider once = new OnceProvider(
                provider,
                gate.get(),
                identities.orElseThrow(),
                Optional.of(input.spending()),
                it -> log.warn(it.in(text.locale())));
        try {
            once.adopt(delivery);
            return Optional.of(once);
        } catch (LedgerException e) {
            once.close();
            throw unusable(e);
        } catch (InterruptedException e) {
            once.close();
            throw e;
        }
    }

    /** A failed cleaning is repeated on another day. */
    void clean(OnceProvider provider, Instant now) {
        try {
            if (provider.hasAnswered()) {
                policy.clean(now);
            }
        } catch (LedgerException e) {
            log.debug(e);
        }
    }

    private MojoExecutionException unusable(LedgerException e) {
        return new MojoExecutionException(
                Message.of("build.once.unusable", e.problem()).in(text.locale()), e);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
