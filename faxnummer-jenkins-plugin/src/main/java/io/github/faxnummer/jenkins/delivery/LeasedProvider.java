package io.github.faxnummer.jenkins.delivery;

import io.github.faxnummer.jenkins.config.AccountCredentials;
import io.github.faxnummer.jenkins.config.ClientPool;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.FaxRequest;
import io.github.faxnummer.provider.JobId;
import io.github.faxnummer.provider.StatusResult;
import io.github.faxnummer.provider.SubmissionResult;
import java.util.Optional;

/** A provider that takes a client out of the pool for each request, and so keeps none while it waits. */
record LeasedProvider(AccountCredentials.Found account, Endpoint endpoint) implements FaxProvider {

    boolean isFor(AccountCredentials.Found found) {
        return account.account().login().equals(found.account().login())
                && account.secret().equals(found.secret());
    }

    @Override
    public SubmissionResult submit(FaxRequest fax) {
        try (ClientPool.Lease lease = open()) {
            SubmissionResult result = lease.client().submit(fax);
            if (!isInterrupted()) {
                ServiceHealth.get().submitted(account.account().login(), endpoint.url(), result, DeliveryService.now());
            }
            return result;
        }
    }

    @Override
    public StatusResult status(JobId job) {
        try (ClientPool.Lease lease = open()) {
            StatusResult result = lease.client().status(job);
            if (!isInterrupted()) {
                ServiceHealth.get().polled(account.account().login(), endpoint.url(), result, DeliveryService.now());
            }
            return result;
        }
    }

    @Override
    public Optional<Message> checkAccount() {
        try (ClientPool.Lease lease = open()) {
            return lease.client().checkAccount();
        }
    }

    /** A call that an abort or a shutdown cuts off says nothing of the service. */
    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    private ClientPool.Lease open() {
        return ClientPool.get().open(account, endpoint);
    }

    @Override
    public void close() {
        // The pool closes its clients.
    }
}
