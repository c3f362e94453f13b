package io.github.faxnummer.maven;

import static io.github.faxnummer.maven.Strings.orEmpty;

import io.github.faxnummer.ledger.BackgroundFingerprints;
import io.github.faxnummer.ledger.JdbcLedger;
import io.github.faxnummer.order.Composition;
import io.github.faxnummer.order.CoverParameters;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxOrder;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.OrderParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.RecipientsFile;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.policy.OrderCheck;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.policy.Spending;
import io.github.faxnummer.policy.SpendingLimits;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.FaxProvider;
import io.github.faxnummer.provider.HttpProxy;
import io.github.faxnummer.signature.ReportSigner;
import io.github.faxnummer.signature.SignatureParameters;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.rtinfo.RuntimeInformation;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the goals share that know documents, recipients and the account. */
abstract class AbstractOrderMojo extends AbstractDocumentsMojo {

    /**
     * Fax numbers in any usual format, such as +49 202 69555-0, 004920269555 or 0202/695550; also with name, organisation,
     * attention, reference and source of the number.
     */
    @Parameter(property = "faxnummer.recipients")
    private List<Recipient> recipients = List.of();

    /**
     * CSV or JSON file of recipients, in addition to recipients; names of its columns: number, name, organisation,
     * attention, reference, source of the number.
     */
    @Parameter(property = "faxnummer.recipientsFile")
    private @Nullable File recipientsFile;

    /**
     * Which recipients of recipientsFile get the faxes: column=value, such as Region=North, or a value of its column
     * group. Several values are separated by commas. By default all.
     */
    @Parameter(property = "faxnummer.recipientsGroup")
    private @Nullable String recipientsGroup;

    /** Address that receives the provider's status mails; required by the API. */
    @Parameter(property = "faxnummer.email")
    private @Nullable String email;

    /** Number that the fax is sent from; must belong to the account. By default the provider selects it. */
    @Parameter(property = "faxnummer.source")
    private @Nullable String source;

    /** Reference in the provider's status responses and mails. By default the document's file name. */
    @Parameter(property = "faxnummer.reference")
    private @Nullable String reference;

    /** Country of national numbers, as an ISO 3166 code. */
    @Parameter(property = "faxnummer.region", defaultValue = FaxNumber.DEFAULT_REGION)
    private String region = FaxNumber.DEFAULT_REGION;

    /**
     * Id of the <code>&lt;server&gt;</code> in <code>settings.xml</code> whose username and password are the login and
     * password of the fax account; encrypted passwords are decrypted. Without such a server the environment variables
     * <code>FAXNUMMER_LOGIN</code> and <code>FAXNUMMER_PASSWORD</code> are used.
     */
    @Parameter(property = "faxnummer.serverId", defaultValue = "faxnummer")
    private String serverId = "";

    /** Address of the API: HTTPS, or HTTP to the local machine. By default the provider's. */
    @Parameter(property = "faxnummer.endpoint")
    private @Nullable String endpoint;

    /**
     * Countries whose numbers may be dialled, as ISO 3166 codes. Only fixed lines, mobile numbers and national VoIP numbers
     * of these countries are allowed.
     */
    @Parameter(property = "faxnummer.allowedCountries", defaultValue = PolicyParameters.Defaults.ALLOWED_COUNTRIES)
    private List<String> allowedCountries = List.of();

    /**
     * Numbers that may be dialled although their country or kind is refused or libphonenumber does not know them, such as
     * long extensions. A number with * at its end stands for all that begin so.
     */
    @Parameter(property = "faxnummer.allowedNumbers")
    private List<String> allowedNumbers = List.of();

    /**
     * The closed list of numbers that may get faxes; a number with * at its end stands for all that begin so. Empty: no
     * closed list.
     */
    @Parameter(property = "faxnummer.recipientsOnly")
    private List<String> recipientsOnly = List.of();

    /** Every fax goes to this number, none to the recipients; for staging builds. Each document goes there once. */
    @Parameter(property = "faxnummer.redirectTo")
    private @Nullable String redirectTo;

    /** How many faxes a run may send. With more, nothing is sent. */
    @Parameter(property = "faxnummer.maxFaxes", defaultValue = PolicyParameters.Defaults.MAX_FAXES)
    private @Nullable String maxFaxes;

    /** How many pages a run may send, pages × recipients. With more, nothing is sent. */
    @Parameter(property = "faxnummer.maxTotalPages", defaultValue = PolicyParameters.Defaults.MAX_TOTAL_PAGES)
    private @Nullable String maxTotalPages;

    /** What a page costs in euros, such as 0.08. With it the expected cost is shown. */
    @Parameter(property = "faxnummer.pricePerPage")
    private @Nullable String pricePerPage;

    /** How much a run may cost in euros; needs pricePerPage. With more, nothing is sent. */
    @Parameter(property = "faxnummer.maxCost")
    private @Nullable String maxCost;

    /**
     * How many minutes the faxes of an order may keep the line busy in all, as predicted, each dialled once. With more, nothing
     * is sent. Empty: no limit.
     */
    @Parameter(property = "faxnummer.maxLineMinutes")
    private @Nullable String maxLineMinutes;

    /** Time limit for the whole delivery. Such as 90s, 30m, 2h or ISO 8601. */
    @Parameter(property = "faxnummer.timeout", defaultValue = FaxParameters.Defaults.TIMEOUT)
    private String timeout = FaxParameters.Defaults.TIMEOUT;

    /**
     * Puts a cover page before each fax: to, number, from, date, pages, subject, reference and note. It is one page,
     * which counts like any other. Instead of true, the name of an HTML file with placeholders is possible.
     */
    @Parameter(property = "faxnummer.coverPage", defaultValue = "false")
    private @Nullable String coverPage;

    /** Name and organisation of the recipient on the cover page. By default those of each recipient, as far as they are known. */
    @Parameter(property = "faxnummer.coverTo")
    private @Nullable String coverTo;

    /** Name and organisation of the sender on the cover page. By default sender and source. */
    @Parameter(property = "faxnummer.coverFrom")
    private @Nullable String coverFrom;

    /** Subject on the cover page. */
    @Parameter(property = "faxnummer.coverSubject")
    private @Nullable String coverSubject;

    /** Text below the other lines of the cover page. */
    @Parameter(property = "faxnummer.coverNote")
    private @Nullable String coverNote;

    /**
     * Signs transmission reports with the key of this PKCS#12 file. Or the configuration of a PKCS#11 provider, for a
     * token. The password is that of the server <code>faxnummer-signature</code> in <code>settings.xml</code>, encrypted or not, else
     * <code>FAXNUMMER_SIGNATURE_PASSWORD</code> in the environment.
     */
    @Parameter(property = "faxnummer.signatureKeyStore")
    private @Nullable String signatureKeyStore;

    /** Alias of the key that signs, if there are several. */
    @Parameter(property = "faxnummer.signatureAlias")
    private @Nullable String signatureAlias;

    /** Address of a time server (RFC 3161) for the signatures. Empty: signatures without time stamp. */
    @Parameter(property = "faxnummer.timestampServer")
    private @Nullable String timestampServer;

    /** How far the time server's clock and the one of the build may be apart. */
    @Parameter(
            property = "faxnummer.timestampTolerance",
            defaultValue = SignatureParameters.Defaults.TIMESTAMP_TOLERANCE)
    private String timestampTolerance = SignatureParameters.Defaults.TIMESTAMP_TOLERANCE;

    private final SettingsPasswords passwords;

    private Optional<PreparedClient> prepared = Optional.empty();

    AbstractOrderMojo(SettingsDecrypter decrypter, RuntimeInformation maven) {
        passwords = SettingsPasswords.of(decrypter, maven);
    }

    /**
     * What is to be sent, by whom, and where to.
     *
     * @param account empty if none is needed
     * @param proxy empty if none is needed
     * @param signer empty if reports are not signed
     * @param fingerprints that are known already, by the SHA-256 of the file
     */
    record ValidOrder(
            FaxOrder order,
            Optional<Account> account,
            Endpoint endpoint,
            Optional<HttpProxy> proxy,
            PdfLimits limits,
            SpendingLimits spending,
            Optional<ReportSigner> signer,
            Map<String, String> fingerprints) {}

    /** As it was written. */
    final String timeout() {
        return orEmpty(timeout);
    }

    /** Whether the goal, or the one that it checks for, waits for the end of faxes. */
    boolean isWaiting() {
        return true;
    }

    /** Whether faxes are known by the content of their documents. */
    boolean isKnownByContent() {
        return false;
    }

    /**
     * Checks all parameters and documents. Empty if there is no document and that is allowed.
     *
     * @param to the endpoint, if it is not the configured one
     * @param by the account, if it is not the configured one
     * @param withAccount whether one is needed
     * @param folder for what is composed
     * @param more problems of the goal's own parameters; with any, nothing is composed
     */
    final Optional<ValidOrder> check(
            Optional<Endpoint> to, Optional<Account> by, boolean withAccount, Path folder, List<Problem> more)
            throws MojoExecutionException {
        Optional<ValidOrder> checked = Optional.empty();
        try {
            checked = checkAll(to, by, withAccount, folder, more);
            return checked;
        } finally {
            if (checked.isEmpty()) {
                closeUnusedClient();
            }
        }
    }

    private Optional<ValidOrder> checkAll(
            Optional<Endpoint> to, Optional<Account> by, boolean withAccount, Path folder, List<Problem> more)
            throws MojoExecutionException {
        Validated<Endpoint> where = to.map(Validated::valid).orElseGet(() -> Provider.endpoint(endpoint));
        Validated<Optional<Account>> who = withAccount && by.isEmpty()
                ? provider().account(serverId).map(Optional::of)
                : Validated.valid(by.or(() -> provider().account(serverId).value()));
        Validated<Optional<HttpProxy>> through = withAccount
                ? where.value().map(provider()::proxy).orElse(Validated.valid(Optional.empty()))
                : Validated.valid(Optional.empty());
        if (withAccount && more.isEmpty()) {
            prepared = who.value()
                    .flatMap(it -> it)
                    .flatMap(account -> where.value()
                            .flatMap(address -> through.value()
                                    .map(proxy ->
                                            new PreparedClient(() -> provider().client(account, address, proxy)))));
        }
        List<Problem> problems = new ArrayList<>();
        PdfLimits limits = limits(problems);
        OrderCheck check = orderCheck();
        Composition composition = composition(
                folder,
                check.coverPage()
                        .map(it -> it.template().isEmpty()
                                ? it
                                : it.by(basedir().resolve(it.template()).toString())),
                check.marginLine(),
                limits);
        List<Validated<Document>> found;
        Map<String, String> fingerprints;
        try (BackgroundFingerprints background = new BackgroundFingerprints(limits)) {
            Consumer<Path> begin = isKnownByContent() ? background::begin : path -> {};
            found = findDocuments(limits, composition, begin, problems);
            fingerprints = background.all(
                    found.stream().flatMap(it -> it.value().stream()).toList());
        }
        Validated<FaxOrder> order = check.check(found);
        if (problems.isEmpty() && more.isEmpty() && order.value().isPresent()) {
            FaxOrder valid = order.value().get();
            order = check.checkComposed(valid, compose(composition, valid.documents(), valid.recipients()));
        }
        problems.addAll(order.problems());
        problems.addAll(where.problems());
        problems.addAll(who.problems());
        problems.addAll(through.problems());
        Validated<Optional<ReportSigner>> signer =
                signer(passwords, signatureKeyStore, signatureAlias, timestampServer, timestampTolerance);
        problems.addAll(signer.problems());
        problems.addAll(more);
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
        if (found.isEmpty()) {
            getLog().warn(localized("build.nothing-to-send"));
            return Optional.empty();
        }
        FaxOrder valid = order.value().orElseThrow();
        check.notes(valid).forEach(it -> getLog().info(it.in(text().locale())));
        warnOf(check.warnings(
                valid,
                Optional.of(timeout())
                        .filter(it -> isWaiting())
                        .flatMap(it -> FaxParameters.TIMEOUT.check(it).value())));
        text().redirected(valid).ifPresent(getLog()::warn);
        return Optional.of(new ValidOrder(
                valid,
                who.value().orElseThrow(),
                where.value().orElseThrow(),
                through.value().orElseThrow(),
                limits,
                check.policy().value().orElseThrow().limits(),
                signer.value().orElseThrow(),
                fingerprints));
    }

    private OrderCheck orderCheck() throws MojoExecutionException {
        Optional<String> group = Optional.ofNullable(recipientsGroup);
        return new OrderCheck(
                new OrderParameters(
                        recipients.stream().map(Recipient::entryOf).toList(),
                        orEmpty(email),
                        sender(),
                        orEmpty(source),
                        orEmpty(reference),
                        region),
                recipientsFile == null
                        ? RecipientsFile.none(group)
                        : RecipientsFile.read(path(FaxParameters.RECIPIENTS_FILE.name(), recipientsFile), group),
                new CoverParameters(
                        orEmpty(coverPage),
                        orEmpty(coverTo),
                        orEmpty(coverFrom),
                        orEmpty(coverSubject),
                        orEmpty(coverNote)),
                stationery(),
                orEmpty(maxLineMinutes),
                policy().check(region),
                LocalDate.ofInstant(now(), text().zone()),
                text().locale());
    }

    /** What the POM, the command line or a profile of <code>settings.xml</code> says of recipients and spending. */
    private PolicyParameters policy() {
        return PolicyParameters.none()
                .with(PolicyParameters.ALLOWED_COUNTRIES, joined(allowedCountries))
                .with(PolicyParameters.ALLOWED_NUMBERS, joined(allowedNumbers))
                .with(PolicyParameters.RECIPIENTS_ONLY, joined(recipientsOnly))
                .with(PolicyParameters.REDIRECT_TO, orEmpty(redirectTo))
                .with(PolicyParameters.MAX_FAXES, orEmpty(maxFaxes))
                .with(PolicyParameters.MAX_TOTAL_PAGES, orEmpty(maxTotalPages))
                .with(PolicyParameters.PRICE_PER_PAGE, orEmpty(pricePerPage))
                .with(PolicyParameters.MAX_COST, orEmpty(maxCost));
    }

    /** Nothing may be sent beyond what is allowed. */
    final void requireWithinLimits(ValidOrder input, Spending spending) throws MojoExecutionException {
        List<Problem> problems = input.spending().check(spending);
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
    }

    private static String joined(List<String> entries) {
        return entries.stream().map(Strings::orEmpty).collect(Collectors.joining(","));
    }

    final FaxProvider client(ValidOrder input) {
        Optional<PreparedClient> built = prepared;
        prepared = Optional.empty();
        return built.map(PreparedClient::take)
                .orElseGet(() -> provider().client(input.account().orElseThrow(), input.endpoint(), input.proxy()));
    }

    /** To be called when the goal ends, or is postponed. */
    final void closeUnusedClient() {
        prepared.ifPresent(PreparedClient::close);
        prepared = Optional.empty();
    }

    /** User and password for a ledger's database; none where there is no such server. */
    final Validated<JdbcLedger.Login> ledgerLogin(String server) {
        return provider().login(server).map(it -> it.orElse(JdbcLedger.Login.NONE));
    }

    private Provider provider() {
        return new Provider(session().getSettings(), passwords);
    }
}
