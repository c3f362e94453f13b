package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DosageTest {

    @Test
    void growsWithTheBodyWeight() {
        assertEquals(300, Dosage.milligrams(20, 15, 4000));
    }

    @Test
    void neverExceedsTheDailyMaximum() {
        assertEquals(4000, Dosage.milligrams(400, 15, 4000));
    }

    @Test
    void rejectsAbsurdWeight() {
        assertThrows(ArithmeticException.class, () -> Dosage.milligrams(Integer.MAX_VALUE, 15, 4000));
    }
}
