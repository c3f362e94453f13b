package io.github.faxnummer.jenkins.report;

import java.util.ArrayList;
import java.util.List;

/** The faxes of a job's last builds as a chart of bars, the oldest build first, and their sums. */
public final class FaxTrend {

    static final int HEIGHT = 60;
    static final int STEP = 20;

    private static final int BAR_WIDTH = 14;

    /** The faxes of a build, stacked: delivered ones below, those that may still arrive above them, all others on top. */
    public record Bar(String build, FaxTotals faxes, int x, int delivered, int underWay, int others) {

        public String getTitle() {
            return build + ": " + faxes.getSummary() + (faxes.getCost().isEmpty() ? "" : ", " + faxes.getCost());
        }

        public int getX() {
            return x;
        }

        public int getWidth() {
            return BAR_WIDTH;
        }

        public int getDelivered() {
            return delivered;
        }

        public int getDeliveredTop() {
            return HEIGHT - delivered;
        }

        public int getUnderWay() {
            return underWay;
        }

        public int getUnderWayTop() {
            return HEIGHT - delivered - underWay;
        }

        public int getOthers() {
            return others;
        }

        public int getOthersTop() {
            return HEIGHT - delivered - underWay - others;
        }
    }

    private final List<Bar> bars = new ArrayList<>();
    private final FaxTotals totals;

    /** @param builds newest first */
    FaxTrend(List<FaxJobAction.Build> builds) {
        List<FaxTotals> all = builds.stream().map(FaxJobAction.Build::faxes).toList();
        totals = all.stream().reduce(FaxTotals.NONE, FaxTotals::plus);
        int max = Math.max(1, all.stream().mapToInt(FaxTotals::getFaxes).max().orElse(1));
        for (int i = builds.size() - 1; i >= 0; i--) {
            FaxTotals faxes = all.get(i);
            int delivered = height(faxes.getDelivered(), max);
            int underWay = height(faxes.getUnderWay(), max);
            int others = height(faxes.getFaxes(), max) - delivered - underWay;
            bars.add(new Bar(
                    builds.get(i).run().getDisplayName(), faxes, bars.size() * STEP, delivered, underWay, others));
        }
    }

    /** Whatever is not zero can be seen. */
    private static int height(int faxes, int max) {
        return faxes == 0 ? 0 : Math.max(1, faxes * HEIGHT / max);
    }

    /** Whether there is something to compare. */
    public boolean isShown() {
        return bars.size() > 1;
    }

    public List<Bar> getBars() {
        return bars;
    }

    public int getWidth() {
        return Math.max(1, bars.size()) * STEP;
    }

    public int getHeight() {
        return HEIGHT;
    }

    /** Of all builds shown. */
    public FaxTotals getTotals() {
        return totals;
    }

    /** As text: languages write large numbers differently. */
    public String getPages() {
        return String.valueOf(totals.getPagesSent());
    }

    /** What all faxes together were expected to cost; empty if no price is configured. */
    public String getCost() {
        return totals.getCost();
    }
}
