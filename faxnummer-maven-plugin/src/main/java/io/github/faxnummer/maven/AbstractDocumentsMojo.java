package io.github.faxnummer.maven;

import io.github.faxnummer.client.Account;
import io.github.faxnummer.document.Document;
import io.github.faxnummer.input.Checked;
import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.input.FaxNumber;
import io.github.faxnummer.input.FaxOrder;
import io.github.faxnummer.input.OrderInput;
import io.github.faxnummer.input.Problem;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.text.Text;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the goals share that know documents and recipients. */
abstract class AbstractDocumentsMojo extends AbstractFaxMojo {

    /**
     * The PDFs to fax. In a POM file sets of <code>directory</code>, <code>includes</code> (default
     * <code>**&#47;*.pdf</code>) and <code>excludes</code>, or files and Ant patterns as plain text; on the command line a
     * comma-separated list of files and Ant patterns. Every document goes to every recipient.
     */
    @Parameter(property = "faxnummer.documents")
    private List<DocumentSet> documents = List.of();

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

    /** Fails the build when no document is found, also if it is only one of several file sets or patterns that finds none. */
    @Parameter(property = "faxnummer.failIfNoDocument", defaultValue = "true")
    private boolean failIfNoDocument;

    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    private @Nullable File basedir;

    AbstractDocumentsMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    /** What is to be sent, by whom, and where to. */
    record CheckedInput(FaxOrder order, Account account, Endpoint endpoint) {}

    /**
     * Checks all parameters and documents. Empty if there is no document and that is allowed.
     *
     * @param to the endpoint, if it is not the configured one
     * @param by the account, if it is not the configured one
     * @param more problems of the goal's own parameters
     */
    final Optional<CheckedInput> check(Optional<Endpoint> to, Optional<Account> by, List<Problem> more)
            throws MojoExecutionException {
        List<Problem> problems = new ArrayList<>();
        List<Checked<Document>> found = findDocuments(problems);
        Checked<FaxOrder> order = new OrderInput(
                        recipients.stream().map(AbstractDocumentsMojo::orEmpty).toList(),
                        orEmpty(email),
                        orEmpty(sender),
                        orEmpty(source),
                        orEmpty(reference),
                        region)
                .check(found);
        Checked<Endpoint> endpoint = to.map(Checked::valid).orElseGet(this::endpoint);
        Checked<Account> account = by.map(Checked::valid).orElseGet(this::account);

        problems.addAll(order.problems());
        problems.addAll(endpoint.problems());
        problems.addAll(account.problems());
        problems.addAll(more);
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
        if (found.isEmpty()) {
            getLog().warn(say("build.nothing-to-send"));
            return Optional.empty();
        }
        return Optional.of(new CheckedInput(
                order.value().orElseThrow(),
                account.value().orElseThrow(),
                endpoint.value().orElseThrow()));
    }

    final Path basedir() {
        return Optional.ofNullable(basedir).orElseThrow().toPath().toAbsolutePath();
    }

    private List<Checked<Document>> findDocuments(List<Problem> problems) {
        if (documents.isEmpty() && failIfNoDocument) {
            problems.add(new Problem("documents", "", Text.of("input.document.none")));
        }
        Set<Path> files = new LinkedHashSet<>();
        for (DocumentSet set : documents) {
            List<Path> found = set.find(basedir());
            if (found.isEmpty() && failIfNoDocument) {
                problems.add(new Problem("documents", set.toString(), Text.of("input.document.none")));
            }
            found.forEach(file -> files.add(file.normalize()));
        }
        return files.stream()
                .map(file -> Document.check(file, PdfLimits.DEFAULT))
                .toList();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
