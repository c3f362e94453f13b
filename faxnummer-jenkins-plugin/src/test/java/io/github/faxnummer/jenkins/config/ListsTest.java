package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListsTest {

    @Test
    void itemsAreSeparatedByCommasOrAListsOwnBorders() {
        assertThat(Lists.split("a, b ,c")).containsExactly("a", "b", "c");
        String list =
                (String) Lists.flattened(Map.of("x", List.of("a,b", "c")), "x").get("x");
        assertThat(Lists.split(list)).containsExactly("a,b", "c");
        assertThat(Lists.entries(list)).containsExactly("a,b", "c");
    }

    @Test
    void anEmptyItemIsSeenWhereverItStands() {
        assertThat(Lists.entries(",b")).containsExactly("", "b");
        assertThat(Lists.entries("a,")).containsExactly("a", "");
        assertThat(Lists.entries("a, ,b")).containsExactly("a", "", "b");
        String list =
                (String) Lists.flattened(Map.of("x", List.of("a", "")), "x").get("x");
        assertThat(Lists.entries(list)).containsExactly("a", "");
        assertThat(Lists.entries("  ")).isEmpty();
    }
}
