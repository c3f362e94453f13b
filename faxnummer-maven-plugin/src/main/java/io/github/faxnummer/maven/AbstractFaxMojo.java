package io.github.faxnummer.maven;

import io.github.faxnummer.client.Account;
import io.github.faxnummer.client.FaxnummerClient;
import io.github.faxnummer.input.Checked;
import io.github.faxnummer.input.Endpoint;
import io.github.faxnummer.input.Problem;
import io.github.faxnummer.report.DeliveryText;
import io.github.faxnummer.text.Text;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What all goals that talk to the provider share: where it is, and who sends. */
abstract class AbstractFaxMojo extends AbstractMojo {

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

    /** Does nothing. */
    @Parameter(property = "faxnummer.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${plugin.version}", readonly = true)
    private String pluginVersion = "";

    private final SettingsDecrypter decrypter;

    AbstractFaxMojo(SettingsDecrypter decrypter) {
        this.decrypter = decrypter;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info(say("build.skipped"));
            return;
        }
        run();
    }

    abstract void run() throws MojoExecutionException, MojoFailureException;

    final Checked<Endpoint> endpoint() {
        return endpoint == null || endpoint.isBlank() ? Checked.valid(Endpoint.PROVIDER) : Endpoint.check(endpoint);
    }

    final Checked<Account> account() {
        return new MavenAccount(session().getSettings(), decrypter, System.getenv()).find(serverId);
    }

    final FaxnummerClient client(Account account, Endpoint to) {
        return FaxnummerClient.builder(account)
                .endpoint(to)
                // Of its own settings it has the proxy of the JVM's system properties, where settings.xml names none.
                .httpClient(new OkHttpClient())
                .proxy(new MavenProxies(session().getSettings(), decrypter).find(to))
                .build();
    }

    final DeliveryText text() {
        return new DeliveryText(Locale.getDefault());
    }

    final Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** A text of core's messages in the user's language. */
    final String say(String key, Object... arguments) {
        return Text.of(key, arguments).in(text().locale());
    }

    final String pluginVersion() {
        return pluginVersion;
    }

    final MavenSession session() {
        return Optional.ofNullable(session).orElseThrow();
    }

    final MojoExecutionException invalid(List<Problem> problems) {
        return new MojoExecutionException(Stream.concat(
                        Stream.of(say("build.invalid")),
                        problems.stream().distinct().map(problem -> "  " + problem.in(text().locale())))
                .collect(Collectors.joining("\n")));
    }
}
