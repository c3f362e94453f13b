package io.github.faxnummer.jenkins.report;

import hudson.model.Run;
import io.github.faxnummer.jenkins.Messages;
import io.github.faxnummer.report.Verification;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The checks of the transmission reports of a build, as they were when the page was asked for. */
public final class VerificationPage {

    private final Run<?, ?> run;
    private final List<Report> reports;

    VerificationPage(Run<?, ?> run, List<Report> reports) {
        this.run = run;
        this.reports = List.copyOf(reports);
    }

    /** The checks of a report. */
    public static final class Report {

        private final String name;
        private final Optional<List<Verification>> checks;
        private final Locale locale;

        /** @param checks empty if they took too long */
        Report(String name, Optional<List<Verification>> checks, Locale locale) {
            this.name = name;
            this.checks = checks;
            this.locale = locale;
        }

        public String getName() {
            return name;
        }

        public List<Check> getChecks() {
            return checks.stream()
                    .flatMap(List::stream)
                    .map(it -> new Check(it, locale))
                    .toList();
        }

        /** Whether it is known how the checks end. */
        public boolean isChecked() {
            return checks.isPresent();
        }

        private long failed() {
            return checks.stream()
                    .flatMap(List::stream)
                    .filter(it -> it.result() == Verification.Result.NOT_MET)
                    .count();
        }
    }

    /** A line of the page. */
    public static final class Check {

        private final Verification check;
        private final Locale locale;

        private Check(Verification check, Locale locale) {
            this.check = check;
            this.locale = locale;
        }

        /** Such as {@code met: the signature covers the whole file}. */
        public String getLine() {
            return check.line().in(locale);
        }

        public boolean isFailed() {
            return check.result() == Verification.Result.NOT_MET;
        }
    }

    public Run<?, ?> getRun() {
        return run;
    }

    public List<Report> getReports() {
        return reports;
    }

    /** Whether all checks are known and none failed. */
    public boolean isMet() {
        return !reports.isEmpty() && reports.stream().allMatch(it -> it.isChecked() && it.failed() == 0);
    }

    /** All checks in a line. */
    public String getSummary() {
        long failed = reports.stream().mapToLong(Report::failed).sum();
        if (failed > 0) {
            return Messages.VerificationPage_failed(failed);
        }
        long unchecked = reports.stream().filter(it -> !it.isChecked()).count();
        if (unchecked > 0) {
            return Messages.VerificationPage_unchecked(unchecked);
        }
        return reports.isEmpty() ? Messages.VerificationPage_none() : Messages.VerificationPage_met();
    }
}
