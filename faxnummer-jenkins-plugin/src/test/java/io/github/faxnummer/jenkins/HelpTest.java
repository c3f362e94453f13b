package io.github.faxnummer.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.faxnummer.ledger.OnceParameters;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Parameter;
import io.github.faxnummer.signature.SignatureParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

/** The help of a field begins with core's help for the parameter, in both languages; what only Jenkins knows follows. */
class HelpTest {

    private static final Path ROOT = Path.of("src/main/resources/io/github/faxnummer/jenkins");

    private static final Map<String, Parameter<?>> DEFINITIONS = Stream.of(
                    FaxParameters.ALL, OnceParameters.ALL, SignatureParameters.ALL)
            .<Parameter<?>>flatMap(List::stream)
            .collect(Collectors.toMap(Parameter::name, it -> it));

    @ParameterizedTest
    @CsvSource({
        "step/FaxSendStep, _de, de, 36",
        "step/FaxSendStep, '', en, 36",
        "step/FaxStatusStep, _de, de, 6",
        "step/FaxStatusStep, '', en, 6",
        "config/FaxnummerConfiguration, _de, de, 17",
        "config/FaxnummerConfiguration, '', en, 17"
    })
    void beginsWithHelpOfCore(String form, String suffix, Locale language, int parameters) {
        List<Parameter<?>> helped = DEFINITIONS.values().stream()
                .filter(it -> Files.exists(help(form, it, suffix)))
                .toList();

        assertThat(helped).hasSize(parameters).allSatisfy(it -> assertThat(text(help(form, it, suffix)))
                .startsWith(it.help().in(language)));
    }

    private static String text(Path file) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement()
                    .getTextContent()
                    .strip();
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static Path help(String form, Parameter<?> parameter, String suffix) {
        return ROOT.resolve(form).resolve("help-" + parameter.name() + suffix + ".html");
    }
}
