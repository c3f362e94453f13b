package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldMapTest {

    private final Map<String, String> ofTheJdk =
            new LinkedHashMap<>(Map.of("Status", "NEW", "RemoteTSI", "", "X", "a"));

    @Test
    void behavesLikeMap() {
        FieldMap fields = of(ofTheJdk);
        assertThat(fields)
                .isEqualTo(ofTheJdk)
                .hasSameHashCodeAs(ofTheJdk)
                .hasToString(ofTheJdk.toString())
                .doesNotContainKey("Y");
        assertThat(fields.keySet()).containsExactlyElementsOf(ofTheJdk.keySet());
        assertThat(of(Map.of())).isEmpty();
    }

    @Test
    void isUnmodifiable() {
        FieldMap fields = of(ofTheJdk);
        assertThatThrownBy(() -> fields.put("X", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.remove("X")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.entrySet().iterator().next().setValue("b"))
                .isInstanceOf(UnsupportedOperationException.class);
        ofTheJdk.put("X", "b");
        assertThat(fields).containsEntry("X", "a");
    }

    private static FieldMap of(Map<String, String> map) {
        FieldMap fields = new FieldMap();
        map.forEach(fields::addIfAbsent);
        return fields;
    }
}
