package example;

/** The rate at which a pump delivers; a wrong one would hurt somebody, so every release is reported. */
public final class PumpRate {

    private PumpRate() {}

    /** Millilitres an hour that deliver a volume within so many minutes. */
    public static double millilitresPerHour(double millilitres, int minutes) {
        if (minutes <= 0) {
            throw new IllegalArgumentException("minutes: " + minutes + " is not positive");
        }
        return millilitres * 60 / minutes;
    }
}
