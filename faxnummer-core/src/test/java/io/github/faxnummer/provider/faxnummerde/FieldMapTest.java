package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldMapTest {

    private final Map<String, String> ofTheJdk =
            new LinkedHashMap<>(Map.of("Status", "NEW", "RemoteTSI", "", "X", "a"));

    @Test
    void behavesLikeMap() {
        FieldMap fields = FieldMap.copyOf(ofTheJdk);
        assertThat(fields)
                .isEqualTo(ofTheJdk)
                .hasSameHashCodeAs(ofTheJdk)
                .hasToString(ofTheJdk.toString())
                .doesNotContainKey("Y");
        assertThat(fields.keySet()).containsExactlyElementsOf(ofTheJdk.keySet());
        assertThat(FieldMap.copyOf(Map.of())).isEmpty();
    }

    @Test
    void isUnmodifiable() {
        FieldMap fields = FieldMap.copyOf(ofTheJdk);
        assertThatThrownBy(() -> fields.put("X", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.remove("X")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.entrySet().iterator().next().setValue("b"))
                .isInstanceOf(UnsupportedOperationException.class);
        ofTheJdk.put("X", "b");
        assertThat(fields).containsEntry("X", "a");
    }

    /** A delivery that waits is written down; who reads it later may have another version of this class. */
    @Test
    void serializesAsJdkMap() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(FieldMap.copyOf(ofTheJdk));
        }
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
                .contains("java.util.LinkedHashMap")
                .doesNotContain("faxnummer");
    }
}
