package io.github.faxnummer.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.faxnummer.provider.faxnummerde.MalformedResponseException;
import io.github.faxnummer.provider.faxnummerde.ResponseDecoder;
import io.github.faxnummer.sandbox.scenario.ResponseFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider writes in any of the forms is read as it was meant. An input is a digit, or any other character, for a
 * form, and lines with a field's value each.
 */
class RoundTripFuzzTest {

    private static final List<ResponseFormat> FORMS = List.of(ResponseFormat.values());

    private final ResponseDecoder decoder = new ResponseDecoder();

    @FuzzTest
    void decodesWhatSandboxEncodes(byte[] input) throws MalformedResponseException {
        String text = new String(input, UTF_8);
        if (text.isEmpty() || !everyFormCarries(text)) {
            return;
        }
        ResponseFormat form = FORMS.get(Math.floorMod(text.codePointAt(0) - '0', FORMS.size()));
        Map<String, String> written = new LinkedHashMap<>();
        Map<String, String> meant = new LinkedHashMap<>();
        written.put("WR_Status", "ok");
        written.put("WR_Request_UUID", "faxsend-acc12345-1");
        meant.putAll(written);
        int number = 0;
        for (String value : text.substring(text.offsetByCodePoints(0, 1)).split("\n", -1)) {
            number++;
            written.put("WR_DataList_" + number + "_RemoteTSI", value);
            meant.put("WR_DataList_" + number + "_RemoteTSI", value.strip());
        }

        assertThat(decoder.decode(form.write(written), Optional.empty()).fields())
                .containsExactlyEntriesOf(meant);
    }

    /** All but line breaks within a value, which the line forms cannot carry, and what XML 1.0 has no place for. */
    private static boolean everyFormCarries(String text) {
        return text.codePoints()
                .allMatch(c -> c == '\t'
                        || c == '\n'
                        || (c >= 0x20 && c < 0xD800)
                        || (c >= 0xE000 && c < 0xFFFE)
                        || c >= 0x10000);
    }
}
