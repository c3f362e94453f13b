package io.github.faxnummer.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.Secret;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/**
 * Finds the account: a username with password of the Credentials plugin, for a job and for the endpoint's domain. A store
 * that does not answer in time is a problem like one that fails.
 */
public record AccountCredentials(String credentialsId, Endpoint endpoint) {

    /** The key of what to say where there is no job. */
    static final String NOT_FOR_ALL = "input.credentials.not-found.all";

    /** The key of what to say of a store that fails. */
    static final String UNREADABLE = "input.credentials.unreadable";

    private static final String NOT_FOR_JOB = "input.credentials.not-found";
    private static final Logger LOGGER = Logger.getLogger(AccountCredentials.class.getName());

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
        return find(
                folder(run),
                () -> {
                    StandardUsernamePasswordCredentials found = ofBuild(run);
                    if (found != null) {
                        CredentialsProvider.track(run, found);
                    }
                    return found;
                },
                NOT_FOR_JOB);
    }

    /** As the build may use it. */
    public Validated<Found> find(Run<?, ?> run) {
        return find(folder(run), () -> ofBuild(run), NOT_FOR_JOB);
    }

    /** The same for a thread that must not wait for a store. */
    public CredentialsReader.LookUp<Found> begin(Run<?, ?> run) {
        return CredentialsReader.get()
                .begin(PARAMETER, folder(run), credentialsId, () -> look(() -> ofBuild(run), NOT_FOR_JOB));
    }

    /** As an administrator may use it. */
    Validated<Found> findGlobally() {
        return find(
                Jenkins.get(),
                () -> {
                    StandardUsernamePasswordCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                            credentialsId,
                            StandardUsernamePasswordCredentials.class,
                            Jenkins.get(),
                            ACL.SYSTEM2,
                            domain(endpoint));
                    // What belongs to Jenkins itself no job can use, so a test that it works would mislead.
                    return found != null && found.getScope() == CredentialsScope.SYSTEM ? null : found;
                },
                NOT_FOR_ALL);
    }

    private static ItemGroup<?> folder(Run<?, ?> run) {
        return run.getParent().getParent();
    }

    private @Nullable StandardUsernamePasswordCredentials ofBuild(Run<?, ?> run) {
        return CredentialsProvider.findCredentialById(
                credentialsId, StandardUsernamePasswordCredentials.class, run, domain(endpoint));
    }

    static List<DomainRequirement> domain(Endpoint endpoint) {
        return URIRequirementBuilder.fromUri(endpoint.url()).build();
    }

    private Validated<Found> find(ItemGroup<?> folder, Lookup lookup, String otherwise) {
        return CredentialsReader.get().read(PARAMETER, folder, credentialsId, () -> look(lookup, otherwise));
    }

    private Validated<Found> look(Lookup lookup, String otherwise) {
        if (credentialsId.isBlank()) {
            return Validated.invalid(PARAMETER, "", Message.of("input.credentials.none"));
        }
        try {
            StandardUsernamePasswordCredentials found = lookup.find();
            return found == null
                    ? Validated.invalid(PARAMETER, credentialsId, Message.of(otherwise, endpoint))
                    : checked(found);
        } catch (RuntimeException e) {
            return unreadable(PARAMETER, credentialsId, e);
        }
    }

    private Validated<Found> checked(StandardUsernamePasswordCredentials found) {
        // Once: a vault may ask the network each time, and another answer would be another account.
        Secret secret = found.getPassword();
        String password = Secret.toString(secret);
        return found.getUsername().isBlank() || password.isEmpty()
                ? Validated.invalid(PARAMETER, credentialsId, Message.of("input.credentials.empty"))
                : Validated.valid(new Found(new Account(found.getUsername().strip(), new Password(password)), secret));
    }

    /** Those of other plugins may be kept elsewhere, and cannot always be had. The failure's text may hold a secret. */
    static <T> Validated<T> unreadable(String parameter, String credentialsId, Throwable failure) {
        LOGGER.log(Level.FINE, failure, () -> "Cannot read credentials " + credentialsId);
        return Validated.invalid(
                parameter,
                credentialsId,
                Message.of(UNREADABLE, failure.getClass().getSimpleName()));
    }

    private interface Lookup {
        @Nullable
        StandardUsernamePasswordCredentials find();
    }
}
