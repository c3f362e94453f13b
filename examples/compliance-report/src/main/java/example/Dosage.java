package example;

/** Computes doses; wrong ones would hurt somebody, so every release is reported. */
public final class Dosage {

    private Dosage() {}

    /** Milligrams for a body weight, never more than the daily maximum. */
    public static int milligrams(int kilograms, int milligramsPerKilogram, int dailyMaximum) {
        return Math.min(Math.multiplyExact(kilograms, milligramsPerKilogram), dailyMaximum);
    }
}
