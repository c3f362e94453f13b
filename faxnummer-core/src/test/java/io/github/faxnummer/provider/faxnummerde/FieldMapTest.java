package io.github.faxnummer.provider.faxnummerde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FieldMapTest {

    private static final List<String> NAMES = List.of("UUID", "Status", "Destination", "RemoteTSI");
    private static final int MANY = 10_000;

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

    /** A list of 100,000 entries has to fit into the memory of a build: the reason why this is not a map of the JDK. */
    @Test
    void takesLessThanHalfOfMemoryOfJdksMap() {
        assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeThat(memory.isThreadAllocatedMemorySupported()).isTrue();
        memory.setThreadAllocatedMemoryEnabled(true);

        long ofFields = allocated(memory, () -> {
            FieldMap fields = new FieldMap();
            NAMES.forEach(it -> fields.addIfAbsent(it, ""));
            return fields;
        });
        long ofMaps = allocated(memory, () -> {
            Map<String, String> fields = new LinkedHashMap<>();
            NAMES.forEach(it -> fields.putIfAbsent(it, ""));
            return fields;
        });

        assertThat(ofFields).isPositive().isLessThan(ofMaps / 2);
    }

    private static long allocated(ThreadMXBean memory, Supplier<Map<String, String>> maps) {
        List<Map<String, String>> kept = new ArrayList<>(MANY);
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MANY; i++) {
            kept.add(maps.get());
        }
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;
        assertThat(kept).hasSize(MANY);
        return allocated;
    }

    private static FieldMap of(Map<String, String> map) {
        FieldMap fields = new FieldMap();
        map.forEach(fields::addIfAbsent);
        return fields;
    }
}
