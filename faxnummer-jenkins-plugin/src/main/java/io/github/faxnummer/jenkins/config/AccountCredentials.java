package io.github.faxnummer.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.Secret;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.faxnummerde.Account;
import io.github.faxnummer.provider.faxnummerde.Endpoint;
import io.github.faxnummer.provider.faxnummerde.Password;
import java.util.List;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Finds the account: a username with password of the Credentials plugin, for a job and for the endpoint's domain. */
public record AccountCredentials(String credentialsId, Endpoint endpoint) {

    /** The key of what to say where there is no job. */
    static final String NOT_FOR_ALL = "input.credentials.not-found.all";

    private static final String PARAMETER = "credentialsId";

    /**
     * What was found.
     *
     * @param secret distinguishes two accounts
     */
    public record Found(Account account, Secret secret) {
        @Override
        public String toString() {
            return account.toString();
        }
    }

    /** As the build may use it, and noted down as used by it. */
    public Validated<Found> use(Run<?, ?> run) {
        StandardUsernamePasswordCredentials found = credentialsId.isBlank()
                ? null
                : CredentialsProvider.findCredentialById(
                        credentialsId, StandardUsernamePasswordCredentials.class, run, domain(endpoint));
        if (found != null) {
            CredentialsProvider.track(run, found);
        }
        return find(run);
    }

    /** As the build may use it. */
    public Validated<Found> find(Run<?, ?> run) {
        if (credentialsId.isBlank()) {
            return none();
        }
        return checked(
                CredentialsProvider.findCredentialById(
                        credentialsId, StandardUsernamePasswordCredentials.class, run, domain(endpoint)),
                "input.credentials.not-found");
    }

    /** As an administrator may use it. */
    Validated<Found> findGlobally() {
        if (credentialsId.isBlank()) {
            return none();
        }
        StandardUsernamePasswordCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                credentialsId, StandardUsernamePasswordCredentials.class, Jenkins.get(), ACL.SYSTEM2, domain(endpoint));
        // What belongs to Jenkins itself no job can use, so a test that it works would mislead.
        return checked(found != null && found.getScope() == CredentialsScope.SYSTEM ? null : found, NOT_FOR_ALL);
    }

    static List<DomainRequirement> domain(Endpoint endpoint) {
        return URIRequirementBuilder.fromUri(endpoint.url()).build();
    }

    private static Validated<Found> none() {
        return Validated.invalid(PARAMETER, "", Message.of("input.credentials.none"));
    }

    private Validated<Found> checked(@Nullable StandardUsernamePasswordCredentials found, String otherwise) {
        if (found == null) {
            return Validated.invalid(PARAMETER, credentialsId, Message.of(otherwise, endpoint));
        }
        String password = Secret.toString(found.getPassword());
        return found.getUsername().isBlank() || password.isEmpty()
                ? Validated.invalid(PARAMETER, credentialsId, Message.of("input.credentials.empty"))
                : Validated.valid(new Found(
                        new Account(found.getUsername().strip(), new Password(password)), found.getPassword()));
    }
}
