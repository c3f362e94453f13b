package io.github.faxnummer.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.github.faxnummer.ledger.JdbcLedger;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import java.util.List;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * How the ledger's database is reached.
 *
 * @param url empty: the ledger is in the controller's home
 */
public record LedgerConnection(
        String url, String user, @Nullable Secret password) {

    static final LedgerConnection HOME = new LedgerConnection("", "", null);

    private static final String PARAMETER = "ledgerCredentialsId";

    /** What is configured. With Jenkins' own credentials, also those of the scope <i>System</i>: no job uses them. */
    public record Source(String url, String credentialsId) {

        /** May wait for a store of credentials. */
        public Validated<LedgerConnection> find() {
            return isStoreNeeded()
                    ? CredentialsReader.get()
                            .read(PARAMETER, Jenkins.get(), credentialsId, () -> look(url, credentialsId))
                    : withoutStore();
        }

        /** The same for a thread that must not wait for a store. */
        public CredentialsReader.LookUp<LedgerConnection> begin() {
            return isStoreNeeded()
                    ? CredentialsReader.get()
                            .begin(PARAMETER, Jenkins.get(), credentialsId, () -> look(url, credentialsId))
                    : CredentialsReader.LookUp.of(withoutStore());
        }

        private boolean isStoreNeeded() {
            return !url.isEmpty() && !credentialsId.isEmpty();
        }

        private Validated<LedgerConnection> withoutStore() {
            return Validated.valid(url.isEmpty() ? HOME : new LedgerConnection(url, "", null));
        }
    }

    private static Validated<LedgerConnection> look(String url, String credentialsId) {
        try {
            StandardUsernamePasswordCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                    credentialsId, StandardUsernamePasswordCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
            return found == null
                    ? Validated.invalid(PARAMETER, credentialsId, Message.of("input.ledger-credentials"))
                    : Validated.valid(new LedgerConnection(url, found.getUsername(), found.getPassword()));
        } catch (RuntimeException e) {
            return AccountCredentials.unreadable(PARAMETER, credentialsId, e);
        }
    }

    /** The list to choose from. */
    static ListBoxModel credentials(String current) {
        return credentials(StandardUsernamePasswordCredentials.class, current);
    }

    /** Jenkins' own credentials of a type, for administrators. */
    static ListBoxModel credentials(Class<? extends StandardCredentials> type, String current) {
        StandardListBoxModel list = new StandardListBoxModel();
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return list.includeCurrentValue(current);
        }
        return list.includeEmptyValue()
                .includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), type, List.of(), CredentialsMatchers.always())
                .includeCurrentValue(current);
    }

    public JdbcLedger.Login login() {
        return new JdbcLedger.Login(user, Secret.toString(password));
    }

    @Override
    public String toString() {
        return "LedgerConnection[user=" + user + "]";
    }
}
