package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PumpRateTest {

    @Test
    void deliversVolumeWithinAnHour() {
        assertEquals(250, PumpRate.millilitresPerHour(250, 60));
    }

    @Test
    void doublesWhenTimeIsHalved() {
        assertEquals(500, PumpRate.millilitresPerHour(250, 30));
    }

    @Test
    void rejectsNoTime() {
        assertThrows(IllegalArgumentException.class, () -> PumpRate.millilitresPerHour(250, 0));
    }
}
