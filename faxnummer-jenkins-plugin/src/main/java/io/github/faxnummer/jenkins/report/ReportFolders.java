package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.jenkins.agent.ComposeFax;
import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import io.github.faxnummer.order.Composition;
import io.github.faxnummer.order.Sha256;
import io.github.faxnummer.report.format.ReportFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import jenkins.security.HMACConfidentialKey;

/**
 * Which step of a build writes to which folder of a workspace, so that no step overwrites the reports of another one. Each
 * reservation is a file in the build's directory, and survives a restart.
 *
 * @param folder of the reservations
 */
public record ReportFolders(Path folder) {

    /** Of the first step of a build; the following steps get a number at the end. */
    public static final String DEFAULT = "fax-reports";

    /** An order is only compared with another one, and has recipients and what a cover page says of them. */
    private static final HMACConfidentialKey ORDERS = new HMACConfidentialKey(ReportFolders.class, "orders");

    public static ReportFolders of(DeliveryStore store) {
        return new ReportFolders(store.folder().resolve("report-folders"));
    }

    /**
     * A step that wants a folder.
     *
     * @param delivery its id
     * @param order a keyed hash of {@linkplain #of what the step orders}; empty: like no other
     */
    public record Claimant(String delivery, String order) {

        /**
         * A step that orders faxes.
         *
         * @param order by what the ledger knows the faxes; a later step of the same build with the same order, as in {@code
         *     retry}, reports the same faxes. Empty: like no other
         */
        public static Claimant of(String delivery, String order) {
            return new Claimant(delivery, order.isEmpty() ? "" : ORDERS.mac(order));
        }

        static Claimant parse(String reservation) {
            String[] parts = reservation.split("\n", 2);
            return new Claimant(parts[0], parts.length > 1 ? parts[1] : "");
        }

        boolean repeats(Claimant earlier, Predicate<String> isActive) {
            return !order.isEmpty() && order.equals(earlier.order) && !isActive.test(earlier.delivery);
        }

        @Override
        public String toString() {
            return delivery + "\n" + order;
        }
    }

    /**
     * Reserves a folder; empty if another step has it.
     *
     * @param claimants who wants a folder: a report that lies there is none of the documents
     * @param isActive whether a delivery has not ended
     */
    public Optional<String> reserve(
            Workspace workspace, String directory, Function<String, Claimant> claimants, Predicate<String> isActive)
            throws IOException {
        Files.createDirectories(folder);
        Claimant claimant = claimants.apply(directory);
        Path reservation = folder.resolve(key(workspace, directory));
        synchronized (ReportFolders.class) {
            if (Files.exists(reservation)) {
                Claimant owner = Claimant.parse(Files.readString(reservation));
                // A step that was interrupted before it was saved begins again, with the same id.
                if (owner.delivery().equals(claimant.delivery())) {
                    return Optional.of(directory);
                }
                if (!claimant.repeats(owner, isActive)) {
                    return Optional.empty();
                }
            }
            Files.writeString(reservation, claimant.toString());
            return Optional.of(directory);
        }
    }

    /** Whether no step has the folder. */
    public boolean isFree(Workspace workspace, String directory) {
        return !Files.exists(folder.resolve(key(workspace, directory)));
    }

    /** Ends the reservation of a step that wrote nothing of its own there, so that another attempt can have the folder. */
    public void release(Workspace workspace, String directory, String delivery) throws IOException {
        Path reservation = folder.resolve(key(workspace, directory));
        if (Files.exists(reservation)
                && Claimant.parse(Files.readString(reservation)).delivery().equals(delivery)) {
            Files.delete(reservation);
        }
    }

    /** Reserves the first default folder that no other step has. */
    public String reserveDefault(Workspace workspace, Function<String, Claimant> claimants, Predicate<String> isActive)
            throws IOException {
        for (int number = 1; ; number++) {
            String directory = number == 1 ? DEFAULT : DEFAULT + "-" + number;
            Optional<String> reserved = reserve(workspace, directory, claimants, isActive);
            if (reserved.isPresent()) {
                return reserved.get();
            }
        }
    }

    /** Whether a file is the report of faxes that a step writes to a folder. */
    public static boolean isReport(Workspace workspace, String directory, String file) {
        String written = path(file);
        String folder = path(workspace, directory);
        String name = written.startsWith(folder + "/") ? written.substring(folder.length() + 1) : "";
        return name.equals(ReportFormats.PDF.fileName())
                || Composition.isComposed(name)
                || (name.startsWith(ComposeFax.DRY_RUN + "/")
                        && Composition.isComposed(name.substring(ComposeFax.DRY_RUN.length() + 1)));
    }

    private static String path(Workspace workspace, String relative) {
        return path(workspace.path() + "/" + relative);
    }

    /** The agent's separators are not known here; upper and lower case are one folder on some agents. */
    private static String path(String written) {
        return written.replace('\\', '/')
                .replaceAll("/(\\./)+", "/")
                .replaceAll("/+", "/")
                .replaceAll("/\\.?$", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String key(Workspace workspace, String directory) {
        String path = path(workspace, directory);
        return Sha256.of(workspace.node() + "\n" + path);
    }
}
