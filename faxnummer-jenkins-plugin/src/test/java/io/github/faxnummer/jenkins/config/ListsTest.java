package io.github.faxnummer.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListsTest {

    @Test
    void splitsAtCommasOrListItems() {
        assertThat(Lists.entries("a, b ,c")).containsExactly("a", "b", "c");
        String list = "a,b\nc\n";
        assertThat(Lists.entries(list)).containsExactly("a,b", "c");
    }

    @Test
    void reportsEmptyItemAtAnyPosition() {
        assertThat(Lists.entries(",b")).containsExactly("", "b");
        assertThat(Lists.entries("a,")).containsExactly("a", "");
        assertThat(Lists.entries("a, ,b")).containsExactly("a", "", "b");
        String list = "a\n\n";
        assertThat(Lists.entries(list)).containsExactly("a", "");
        assertThat(Lists.entries("  ")).isEmpty();
    }
}
