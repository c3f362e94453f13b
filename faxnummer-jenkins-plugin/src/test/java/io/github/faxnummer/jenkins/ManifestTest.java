package io.github.faxnummer.jenkins;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Jenkins' infrastructure reads of a plugin; that of the tests has the same manifest as the one that is released. */
class ManifestTest {

    @Test
    void namesRepositoryLicenceAndOldestJenkins() throws Exception {
        Attributes manifest;
        try (InputStream file = requireNonNull(ManifestTest.class.getResourceAsStream("/the.hpl"))) {
            manifest = new Manifest(file).getMainAttributes();
        }
        Matcher repository =
                Pattern.compile("<gitHubRepo>(.+)</gitHubRepo>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(repository.find()).isTrue();
        String url = "https://github.com/" + repository.group(1);

        assertThat(manifest.getValue("Group-Id")).isEqualTo("io.jenkins.plugins");
        assertThat(manifest.getValue("Short-Name")).isEqualTo("faxnummer");
        assertThat(manifest.getValue("Jenkins-Version")).startsWith("2.516.");
        assertThat(manifest.getValue("Url")).isEqualTo(url);
        assertThat(manifest.getValue("Plugin-ScmUrl")).isEqualTo(url);
        assertThat(manifest.getValue("Plugin-ScmConnection")).isEqualTo("scm:git:" + url + ".git");
        assertThat(manifest.getValue("Plugin-License-Name")).isEqualTo("MIT");
    }
}
