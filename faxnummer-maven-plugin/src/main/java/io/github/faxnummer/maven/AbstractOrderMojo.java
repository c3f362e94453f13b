package io.github.faxnummer.maven;

import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.provider.faxnummerde.Account;
import io.github.faxnummer.provider.faxnummerde.Endpoint;
import io.github.faxnummer.provider.faxnummerde.FaxnummerClient;
import io.github.faxnummer.provider.faxnummerde.HttpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the goals share that know documents, recipients and the account. */
abstract class AbstractOrderMojo extends AbstractDocumentsMojo {

    /** Fax numbers, as people write them: <code>+49 202 69555-0</code>, <code>004920269555</code>, <code>0202/695550</code>. */
    @Parameter(property = "faxnummer.recipients")
    private List<String> recipients = List.of();

    /** Gets the provider's status mails; required by the API. */
    @Parameter(property = "faxnummer.email")
    private @Nullable String email;

    /** Sender in the fax's header line, also called TSI: at most 20 printable ASCII characters. */
    @Parameter(property = "faxnummer.sender")
    private @Nullable String sender;

    /** Number the fax is sent from; must belong to the account. By default the provider chooses. */
    @Parameter(property = "faxnummer.source")
    private @Nullable String source;

    /** Comes back in the provider's status answers and mails. By default the document's file name. */
    @Parameter(property = "faxnummer.reference")
    private @Nullable String reference;

    /** Country that national numbers belong to, as an ISO 3166 code. */
    @Parameter(property = "faxnummer.region", defaultValue = FaxNumber.DEFAULT_REGION)
    private String region = FaxNumber.DEFAULT_REGION;

    /**
     * Id of the <code>&lt;server&gt;</code> in <code>settings.xml</code> whose username and password are the login and
     * password of the fax account; encrypted passwords are decrypted. Without such a server the environment variables
     * <code>FAXNUMMER_LOGIN</code> and <code>FAXNUMMER_PASSWORD</code> are used.
     */
    @Parameter(property = "faxnummer.serverId", defaultValue = "faxnummer")
    private String serverId = "";

    /** Address of the API; HTTPS, or plain HTTP to this machine. By default the provider's. */
    @Parameter(property = "faxnummer.endpoint")
    private @Nullable String endpoint;

    private final SettingsPasswords passwords;

    AbstractOrderMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        passwords = SettingsPasswords.of(decrypter, maven);
    }

    /**
     * What is to be sent, by whom, and where to.
     *
     * @param account empty if none is needed
     * @param proxy empty if none is needed
     */
    record CheckedInput(
            FaxOrder order,
            Optional<Account> account,
            Endpoint endpoint,
            Optional<HttpProxy> proxy,
            PdfLimits limits) {}

    /**
     * Checks all parameters and documents. Empty if there is no document and that is allowed.
     *
     * @param to the endpoint, if it is not the configured one
     * @param by the account, if it is not the configured one
     * @param withAccount whether one is needed
     * @param more problems of the goal's own parameters
     */
    final Optional<CheckedInput> check(
            Optional<Endpoint> to, Optional<Account> by, boolean withAccount, List<Problem> more)
            throws MojoExecutionException {
        List<Problem> problems = new ArrayList<>();
        PdfLimits limits = limits(problems);
        List<Validated<Document>> found = findDocuments(limits, problems);
        Validated<FaxOrder> order = new OrderParameters(
                        recipients.stream().map(AbstractOrderMojo::orEmpty).toList(),
                        orEmpty(email),
                        orEmpty(sender),
                        orEmpty(source),
                        orEmpty(reference),
                        region)
                .check(found);
        Validated<Endpoint> where = to.map(Validated::valid).orElseGet(() -> Provider.endpoint(endpoint));
        Validated<Optional<Account>> who =
                withAccount && by.isEmpty() ? provider().account(serverId).map(Optional::of) : Validated.valid(by);
        Validated<Optional<HttpProxy>> through = withAccount
                ? where.value().map(provider()::proxy).orElse(Validated.valid(Optional.empty()))
                : Validated.valid(Optional.empty());

        problems.addAll(order.problems());
        problems.addAll(where.problems());
        problems.addAll(who.problems());
        problems.addAll(through.problems());
        problems.addAll(more);
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
        if (found.isEmpty()) {
            getLog().warn(localized("build.nothing-to-send"));
            return Optional.empty();
        }
        FaxOrder valid = order.value().orElseThrow();
        warnOf(valid.warnings());
        return Optional.of(new CheckedInput(
                valid,
                who.value().orElseThrow(),
                where.value().orElseThrow(),
                through.value().orElseThrow(),
                limits));
    }

    final FaxnummerClient client(CheckedInput input) {
        return provider().client(input.account().orElseThrow(), input.endpoint(), input.proxy());
    }

    private Provider provider() {
        return new Provider(session().getSettings(), passwords);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
