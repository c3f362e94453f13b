package io.github.faxnummer.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.delivery.Delivery;
import io.github.faxnummer.delivery.DeliveryObserver;
import io.github.faxnummer.delivery.Outcome;
import io.github.faxnummer.delivery.Transmission;
import io.github.faxnummer.delivery.Verdict;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.provider.Account;
import io.github.faxnummer.provider.Endpoint;
import io.github.faxnummer.provider.Password;
import io.github.faxnummer.sandbox.FaxnummerSandbox;
import io.github.faxnummer.testing.Pdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example in the overview of the Javadoc is {@link SendReport}, and works. {@code -Doverview.write=true} copies it there
 * after a change.
 */
final class OverviewTest {

    private static final Path OVERVIEW = Path.of("src", "main", "javadoc", "overview.html");
    private static final Path EXAMPLE = Path.of("src", "test", "java", "io", "github", "faxnummer", "example")
            .resolve("SendReport.java");
    private static final Pattern QUOTED = Pattern.compile("(<pre><code>)(.*?)(</code></pre>)", Pattern.DOTALL);

    @Test
    void quotesExample() throws IOException {
        String overview = Files.readString(OVERVIEW).replace("\r\n", "\n");
        Matcher quoted = QUOTED.matcher(overview);
        assertThat(quoted.find()).as("an example in %s", OVERVIEW).isTrue();
        if (Boolean.getBoolean("overview.write")) {
            Files.writeString(OVERVIEW, quoted.replaceFirst("$1" + Matcher.quoteReplacement(example()) + "$3"));
        } else {
            assertThat(quoted.group(2))
                    .as("-Doverview.write=true copies a changed example into %s", OVERVIEW)
                    .isEqualTo(example());
        }
    }

    @Test
    void deliversExample(@TempDir Path folder) throws Exception {
        Path report = Files.write(folder.resolve("report.pdf"), Pdfs.pages(1));
        List<Outcome> seen = new ArrayList<>();
        DeliveryObserver observer = new DeliveryObserver() {
            @Override
            public void changed(Delivery delivery, Transmission before, Transmission after) {
                seen.add(after.outcome());
            }

            @Override
            public void statusUnavailable(Transmission transmission, Message why) {}
        };
        try (FaxnummerSandbox sandbox = FaxnummerSandbox.builder().speed(1000).start()) {
            Account account = new Account(sandbox.login(), new Password(sandbox.password()));
            Endpoint endpoint = new Endpoint(sandbox.endpoint().toString());

            Delivery delivery = SendReport.send(report, account, endpoint, observer);

            assertThat(Verdict.of(delivery).isDelivered()).isTrue();
            assertThat(sandbox.submissions()).isEqualTo(1);
            assertThat(seen).startsWith(Outcome.SUBMITTING).endsWith(Outcome.DONE_OK);
        }
    }

    /** The source without its package, as HTML. */
    private static String example() throws IOException {
        String source = Files.readString(EXAMPLE).replace("\r\n", "\n");
        return source.substring(source.indexOf("import "))
                .strip()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;");
    }
}
