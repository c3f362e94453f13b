package io.github.faxnummer.jenkins.config;

import static io.github.faxnummer.jenkins.config.Texts.or;
import static io.github.faxnummer.jenkins.config.Texts.orEmpty;

import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.github.faxnummer.converter.Converters;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.ledger.JdbcLedger;
import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxNumber;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.InspectionParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.Validated;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.policy.PolicyParameters;
import io.github.faxnummer.policy.SendingPolicy;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.signature.SignatureParameters;
import io.github.faxnummer.signature.UnresponsiveServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What steps take where they say nothing, and where the API is: that only an administrator can say. */
@Extension
@Symbol("faxnummer")
public final class FaxnummerConfiguration extends GlobalConfiguration {

    private @Nullable String endpoint;
    private @Nullable String credentialsId;
    private @Nullable String email;
    private @Nullable String sender;
    private @Nullable String source;
    private @Nullable String region;
    private int maxPages = Integer.parseInt(InspectionParameters.PAGES);
    private int maxMegabytes = Integer.parseInt(InspectionParameters.MEGABYTES);
    private int maxEnclosedMegabytes = Integer.parseInt(FaxParameters.Defaults.MAX_ENCLOSED_MEGABYTES);
    private String preflightTimeout = InspectionParameters.TIMEOUT;
    private int preflightMemory = Integer.parseInt(InspectionParameters.MEMORY);

    private @Nullable String converters;

    private @Nullable FaxPolicy policy;
    private @Nullable String maxFaxesPerDay;
    private @Nullable String maxPagesPerDay;
    private @Nullable String ledgerUrl;
    private @Nullable String ledgerCredentialsId;
    private int ledgerRetention = Integer.parseInt(OnceParameters.Defaults.LEDGER_RETENTION);
    private @Nullable String signatureCredentialsId;
    private @Nullable String signatureAlias;
    private @Nullable String timestampServer;
    private String timestampTolerance = SignatureParameters.Defaults.TIMESTAMP_TOLERANCE;
    private boolean failOnMissingSignature = true;
    private @Nullable String archive;

    /** Time servers and certification authorities, for all deliveries. */
    private final transient UnresponsiveServers unresponsive = new UnresponsiveServers(Clock.systemUTC());

    public FaxnummerConfiguration() {
        load();
    }

    public static FaxnummerConfiguration get() {
        return ExtensionList.lookupSingleton(FaxnummerConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.FaxnummerConfiguration_displayName();
    }

    /** Where the API is. */
    public Validated<Endpoint> endpoint() {
        return Endpoint.check(getEndpoint());
    }

    public String getEndpoint() {
        return endpoint == null ? ClientPool.DEFAULT_ENDPOINT.url() : endpoint;
    }

    /**
     * Sets the global configuration.
     *
     * @param endpoint empty: the provider's
     * @throws IllegalArgumentException if passwords must not be sent there
     */
    @DataBoundSetter
    public void setEndpoint(@Nullable String endpoint) {
        String written = Util.fixEmptyAndTrim(endpoint);
        if (written != null) {
            written = requireValid(Endpoint.check(written)).equals(ClientPool.DEFAULT_ENDPOINT) ? null : written;
        }
        this.endpoint = written;
        save();
    }

    public String getCredentialsId() {
        return orEmpty(credentialsId);
    }

    @DataBoundSetter
    public void setCredentialsId(@Nullable String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
        save();
    }

    public String getEmail() {
        return orEmpty(email);
    }

    @DataBoundSetter
    public void setEmail(@Nullable String email) {
        this.email = Util.fixEmptyAndTrim(email);
        save();
    }

    public String getSender() {
        return orEmpty(sender);
    }

    @DataBoundSetter
    public void setSender(@Nullable String sender) {
        this.sender = Util.fixEmptyAndTrim(sender);
        save();
    }

    public String getSource() {
        return orEmpty(source);
    }

    @DataBoundSetter
    public void setSource(@Nullable String source) {
        this.source = Util.fixEmptyAndTrim(source);
        save();
    }

    public String getRegion() {
        return region == null ? FaxNumber.DEFAULT_REGION : region;
    }

    @DataBoundSetter
    public void setRegion(@Nullable String region) {
        this.region = Util.fixEmptyAndTrim(region);
        save();
    }

    public int getMaxPages() {
        return maxPages;
    }

    @DataBoundSetter
    public void setMaxPages(int maxPages) {
        requireValid(FaxParameters.MAX_PAGES, maxPages);
        this.maxPages = maxPages;
        save();
    }

    public int getMaxMegabytes() {
        return maxMegabytes;
    }

    @DataBoundSetter
    public void setMaxMegabytes(int maxMegabytes) {
        requireValid(FaxParameters.MAX_MEGABYTES, maxMegabytes);
        this.maxMegabytes = maxMegabytes;
        save();
    }

    public int getMaxEnclosedMegabytes() {
        return maxEnclosedMegabytes;
    }

    @DataBoundSetter
    public void setMaxEnclosedMegabytes(int maxEnclosedMegabytes) {
        requireValid(FaxParameters.MAX_ENCLOSED_MEGABYTES, maxEnclosedMegabytes);
        this.maxEnclosedMegabytes = maxEnclosedMegabytes;
        save();
    }

    public String getPreflightTimeout() {
        return preflightTimeout;
    }

    @DataBoundSetter
    public void setPreflightTimeout(@Nullable String preflightTimeout) {
        String written = Util.fixEmptyAndTrim(preflightTimeout);
        if (written != null) {
            requireValid(FaxParameters.PREFLIGHT_TIMEOUT.check(written));
        }
        this.preflightTimeout = written == null ? InspectionParameters.TIMEOUT : written;
        save();
    }

    public int getPreflightMemory() {
        return preflightMemory;
    }

    @DataBoundSetter
    public void setPreflightMemory(int preflightMemory) {
        requireValid(FaxParameters.PREFLIGHT_MEMORY, preflightMemory);
        this.preflightMemory = preflightMemory;
        save();
    }

    public String getConverters() {
        return orEmpty(converters);
    }

    /**
     * Sets the commands that make PDFs of documents on the agents.
     *
     * @param converters a line for each extension, such as {@code docx=soffice …}; empty: none
     */
    @DataBoundSetter
    public void setConverters(@Nullable String converters) {
        requireValid(FaxParameters.CONVERTERS.check(orEmpty(converters)));
        this.converters = Util.fixEmptyAndTrim(converters);
        save();
    }

    /** The programs that make PDFs of documents on the agents. */
    public Validated<Converters> converters() {
        return FaxParameters.CONVERTERS.check(getConverters());
    }

    public @Nullable FaxPolicy getPolicy() {
        return policy;
    }

    @DataBoundSetter
    public void setPolicy(@Nullable FaxPolicy policy) {
        this.policy = FaxPolicy.orNull(policy);
        save();
    }

    public @Nullable String getMaxFaxesPerDay() {
        return maxFaxesPerDay;
    }

    @DataBoundSetter
    public void setMaxFaxesPerDay(@Nullable String maxFaxesPerDay) {
        requireValid(DailyLimits.check(orEmpty(maxFaxesPerDay), ""));
        this.maxFaxesPerDay = Util.fixEmptyAndTrim(maxFaxesPerDay);
        save();
    }

    public @Nullable String getMaxPagesPerDay() {
        return maxPagesPerDay;
    }

    @DataBoundSetter
    public void setMaxPagesPerDay(@Nullable String maxPagesPerDay) {
        requireValid(DailyLimits.check("", orEmpty(maxPagesPerDay)));
        this.maxPagesPerDay = Util.fixEmptyAndTrim(maxPagesPerDay);
        save();
    }

    public String getLedgerUrl() {
        return orEmpty(ledgerUrl);
    }

    /**
     * Sets where the ledger is.
     *
     * @param ledgerUrl of a database; empty: the ledger is in the controller's home
     * @throws IllegalArgumentException if it holds a password, which would be saved as it is, or is of no such database
     */
    @DataBoundSetter
    public void setLedgerUrl(@Nullable String ledgerUrl) {
        String written = Util.fixEmptyAndTrim(ledgerUrl);
        if (written != null) {
            requireValid(JdbcLedger.check(written));
        }
        this.ledgerUrl = written;
        save();
    }

    public String getLedgerCredentialsId() {
        return orEmpty(ledgerCredentialsId);
    }

    @DataBoundSetter
    public void setLedgerCredentialsId(@Nullable String ledgerCredentialsId) {
        this.ledgerCredentialsId = Util.fixEmptyAndTrim(ledgerCredentialsId);
        save();
    }

    public int getLedgerRetention() {
        return ledgerRetention;
    }

    /** @param ledgerRetention in days */
    @DataBoundSetter
    public void setLedgerRetention(int ledgerRetention) {
        requireValid(OnceParameters.LEDGER_RETENTION, ledgerRetention);
        this.ledgerRetention = ledgerRetention;
        save();
    }

    /** How the ledger is reached. */
    public LedgerConnection.Source ledger() {
        return new LedgerConnection.Source(getLedgerUrl(), getLedgerCredentialsId());
    }

    public String getSignatureCredentialsId() {
        return orEmpty(signatureCredentialsId);
    }

    /** @param signatureCredentialsId of certificate credentials with the key; empty: reports are not signed */
    @DataBoundSetter
    public void setSignatureCredentialsId(@Nullable String signatureCredentialsId) {
        this.signatureCredentialsId = Util.fixEmptyAndTrim(signatureCredentialsId);
        save();
    }

    public String getSignatureAlias() {
        return orEmpty(signatureAlias);
    }

    @DataBoundSetter
    public void setSignatureAlias(@Nullable String signatureAlias) {
        this.signatureAlias = Util.fixEmptyAndTrim(signatureAlias);
        save();
    }

    public String getTimestampServer() {
        return orEmpty(timestampServer);
    }

    @DataBoundSetter
    public void setTimestampServer(@Nullable String timestampServer) {
        requireValid(SignatureParameters.checkServer(orEmpty(timestampServer)));
        this.timestampServer = Util.fixEmptyAndTrim(timestampServer);
        save();
    }

    public String getTimestampTolerance() {
        return timestampTolerance;
    }

    @DataBoundSetter
    public void setTimestampTolerance(@Nullable String timestampTolerance) {
        String written = Util.fixEmptyAndTrim(timestampTolerance);
        if (written != null) {
            requireValid(SignatureParameters.TIMESTAMP_TOLERANCE.check(written));
        }
        this.timestampTolerance = written == null ? SignatureParameters.Defaults.TIMESTAMP_TOLERANCE : written;
        save();
    }

    public boolean isFailOnMissingSignature() {
        return failOnMissingSignature;
    }

    @DataBoundSetter
    public void setFailOnMissingSignature(boolean failOnMissingSignature) {
        this.failOnMissingSignature = failOnMissingSignature;
        save();
    }

    public String getArchive() {
        return orEmpty(archive);
    }

    /**
     * Sets where finished reports are kept.
     *
     * @param archive absolute path of a folder on the controller; empty: there is no archive
     * @throws IllegalArgumentException if Jenkins deletes or serves what is there
     */
    @DataBoundSetter
    public void setArchive(@Nullable String archive) {
        String written = Util.fixEmptyAndTrim(archive);
        if (written != null) {
            requireValid(ArchiveFolder.check(written));
        }
        this.archive = written;
        save();
    }

    /** The folder that keeps finished reports; empty: there is no archive. */
    public Optional<Path> archiveFolder() {
        return Optional.ofNullable(archive).map(Path::of);
    }

    /** How transmission reports are signed. */
    public SignatureSettings signature() {
        return signature(new SignatureParameters(
                getSignatureCredentialsId(), getSignatureAlias(), getTimestampServer(), getTimestampTolerance()));
    }

    private SignatureSettings signature(SignatureParameters parameters) {
        return new SignatureSettings(parameters, unresponsive);
    }

    /** What all jobs may send, and to whom. */
    public Validated<SendingPolicy> sendingPolicy() {
        return FaxPolicy.parametersOf(policy).check(getRegion());
    }

    /** How much an account may send on one day. */
    public Validated<DailyLimits> dailyLimits() {
        return DailyLimits.check(orEmpty(maxFaxesPerDay), orEmpty(maxPagesPerDay));
    }

    /**
     * What a job may send, and to whom: what the administrator allows, narrowed by the folders that the job is in, the
     * outermost first, and by what its step says.
     *
     * @param step empty parameters are those of the innermost folder that has them, or the administrator's
     */
    public Validated<SendingPolicy> sendingPolicy(Item job, PolicyParameters step) {
        Validated<SendingPolicy> allowed = sendingPolicy();
        PolicyParameters written = FaxPolicy.parametersOf(policy);
        Validated<List<PolicySource.GroupPolicy>> groups = PolicySource.around(job);
        if (groups.value().isEmpty()) {
            return Validated.invalid(groups.problems());
        }
        for (PolicySource.GroupPolicy group : groups.value().get()) {
            written = group.parameters().orElse(written);
            allowed = narrowed(allowed, named(written.check(getRegion()), group.group()));
        }
        return narrowed(allowed, step.orElse(written).check(getRegion()));
    }

    private static Validated<SendingPolicy> narrowed(
            Validated<SendingPolicy> allowed, Validated<SendingPolicy> narrower) {
        return allowed.value().isPresent() && narrower.value().isPresent()
                ? Validated.valid(
                        allowed.value().get().narrowedBy(narrower.value().get()))
                : Validated.invalid(Stream.concat(allowed.problems().stream(), narrower.problems().stream())
                        .distinct()
                        .toList());
    }

    private static Validated<SendingPolicy> named(Validated<SendingPolicy> checked, String folder) {
        return checked.value().isPresent()
                ? checked
                : Validated.invalid(checked.problems().stream()
                        .map(it -> new Problem(folder + " " + it.parameter(), it.value(), it.advice()))
                        .toList());
    }

    /** In which bounds documents are looked at. */
    public Validated<PdfLimits> limits() {
        return new InspectionParameters(maxPages, maxMegabytes, preflightTimeout, preflightMemory).check();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        requireValid(json, "endpoint", Endpoint::check);
        requireValid(json, "ledgerUrl", JdbcLedger::check);
        requireNumber(json, "maxPages", FaxParameters.MAX_PAGES);
        requireNumber(json, "maxMegabytes", FaxParameters.MAX_MEGABYTES);
        requireNumber(json, "maxEnclosedMegabytes", FaxParameters.MAX_ENCLOSED_MEGABYTES);
        requireValid(json, "preflightTimeout", FaxParameters.PREFLIGHT_TIMEOUT::check);
        requireNumber(json, "preflightMemory", FaxParameters.PREFLIGHT_MEMORY);
        requireValid(json, "converters", FaxParameters.CONVERTERS::check);
        requireValid(json, "maxFaxesPerDay", it -> DailyLimits.check(it, ""));
        requireValid(json, "maxPagesPerDay", it -> DailyLimits.check("", it));
        requireNumber(json, "ledgerRetention", OnceParameters.LEDGER_RETENTION);
        requireValid(json, "timestampServer", SignatureParameters::checkServer);
        requireValid(json, "timestampTolerance", SignatureParameters.TIMESTAMP_TOLERANCE::check);
        requireValid(json, "archive", ArchiveFolder::check);
        if (json.opt("policy") instanceof JSONObject form) {
            FaxPolicy.removeBlank(form);
        }
        // Each setter saves; a form is saved once.
        try (BulkChange change = new BulkChange(this)) {
            request.bindJSON(this, json);
            change.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        return FormFields.credentials(null, credentialsId);
    }

    @POST
    public ListBoxModel doFillLedgerCredentialsIdItems(@QueryParameter String ledgerCredentialsId) {
        return LedgerConnection.credentials(ledgerCredentialsId);
    }

    @POST
    public ListBoxModel doFillSignatureCredentialsIdItems(@QueryParameter String signatureCredentialsId) {
        return SignatureSettings.credentials(signatureCredentialsId);
    }

    /** Checks the key, too, as far as that is possible without asking a server. */
    @POST
    public FormValidation doCheckSignatureCredentialsId(
            @QueryParameter String value, @QueryParameter String signatureAlias) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.validation(signature(new SignatureParameters(value, signatureAlias, "", ""))
                .signer());
    }

    @POST
    public FormValidation doCheckTimestampServer(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.validation(SignatureParameters.checkServer(value));
    }

    @POST
    public FormValidation doCheckTimestampTolerance(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.validation(SignatureParameters.TIMESTAMP_TOLERANCE.check(value));
    }

    /** Checks whether a report could be added now, too. */
    @POST
    public FormValidation doCheckArchive(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return value.isBlank() ? FormValidation.ok() : FormFields.validation(ArchiveFolder.checkWritable(value));
    }

    @POST
    public FormValidation doCheckLedgerUrl(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return value.isBlank()
                ? FormValidation.ok()
                : FormFields.validation(JdbcLedger.at(
                        value, JdbcLedger.Login.NONE, Jenkins.get().getPluginManager().uberClassLoader));
    }

    @POST
    public FormValidation doCheckEndpoint(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return value.isBlank() ? FormValidation.ok() : FormFields.validation(Endpoint.check(value));
    }

    @POST
    public FormValidation doCheckPreflightTimeout(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.validation(FaxParameters.PREFLIGHT_TIMEOUT.check(value));
    }

    @POST
    public FormValidation doCheckConverters(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.validation(FaxParameters.CONVERTERS.check(value));
    }

    @POST
    public FormValidation doCheckMaxFaxesPerDay(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.validation(DailyLimits.check(value, ""));
    }

    @POST
    public FormValidation doCheckMaxPagesPerDay(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.validation(DailyLimits.check("", value));
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.known(null, value);
    }

    @POST
    public FormValidation doCheckEmail(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return value.isBlank() ? FormValidation.ok() : FormFields.of(null).email(value);
    }

    @POST
    public FormValidation doCheckSender(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormFields.of(null).sender(value);
    }

    @POST
    public FormValidation doCheckSource(@QueryParameter String value, @QueryParameter String region) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return value.isBlank()
                ? FormValidation.ok()
                : FormFields.validation(FaxNumber.check("source", value, or(region, FaxNumber.DEFAULT_REGION)));
    }

    @POST
    public FormValidation doCheckRegion(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        // Any number: the region is validated first.
        return value.isBlank()
                ? FormValidation.ok()
                : FormFields.validation(FaxNumber.check("region", "+4920269555", value));
    }

    /** Tests the account with a request that changes and costs nothing. */
    @POST
    public FormValidation doTestConnection(@QueryParameter String endpoint, @QueryParameter String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Validated<Endpoint> to = Endpoint.check(or(endpoint, ClientPool.DEFAULT_ENDPOINT.url()));
        if (to.value().isEmpty()) {
            return FormFields.validation(to);
        }
        Validated<AccountCredentials.Found> account =
                new AccountCredentials(credentialsId, to.value().get()).findGlobally();
        if (account.value().isEmpty()) {
            return FormFields.validation(account);
        }
        try (ClientPool.Lease lease =
                ClientPool.get().open(account.value().get(), to.value().get())) {
            Optional<Message> rejection = lease.client().checkAccount();
            if (rejection.isEmpty()) {
                String login = account.value().get().account().login();
                String url = to.value().get().url();
                ExtensionList.lookup(AccountListener.class).forEach(it -> it.accepted(login, url));
            }
            return rejection
                    .map(it -> FormValidation.error(it.in(LocaleProvider.getLocale())))
                    .orElseGet(() -> FormValidation.ok(Messages.FaxnummerConfiguration_connected()));
        }
    }

    private static <T> T requireValid(Validated<T> checked) {
        return checked.value()
                .orElseThrow(() ->
                        new IllegalArgumentException(checked.problems().get(0).in(LocaleProvider.getLocale())));
    }

    private static void requireValid(Parameter<?> parameter, int written) {
        requireValid(parameter.check(String.valueOf(written)));
    }

    /** An empty field is the default, as everywhere; Jenkins would make it 0. */
    private static void requireNumber(JSONObject form, String field, Parameter<?> parameter) throws FormException {
        requireValid(form, field, parameter::check);
        if (form.has(field) && form.optString(field, "").isBlank()) {
            form.put(field, parameter.defaultValue());
        }
    }

    private static void requireValid(JSONObject form, String field, Function<String, Validated<?>> check)
            throws FormException {
        String written = form.optString(field, "");
        Validated<?> checked = check.apply(written);
        if (!written.isBlank() && checked.value().isEmpty()) {
            throw new FormException(checked.problems().get(0).in(LocaleProvider.getLocale()), field);
        }
    }
}
