package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which step of a build writes to which folder of a workspace, so that no step overwrites the reports of another one. Each
 * reservation is a file in the build's directory, and survives a restart.
 *
 * @param folder of the reservations
 */
public record ReportFolders(Path folder) {

    /** Of the first step of a build; the following steps get a number at the end. */
    public static final String DEFAULT = "fax-reports";

    public static ReportFolders of(DeliveryStore store) {
        return new ReportFolders(store.folder().resolve("report-folders"));
    }

    /**
     * A step that wants a folder.
     *
     * @param delivery its id
     * @param order what it sends; a later step of the same build with the same order, as in {@code retry}, reports the same
     *     faxes. Empty: like no other
     */
    public record Claimant(String delivery, String order) {

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
     * @param isActive whether a delivery has not ended
     */
    public Optional<String> reserve(
            Workspace workspace, String directory, Claimant claimant, Predicate<String> isActive) throws IOException {
        Files.createDirectories(folder);
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
    public String reserveDefault(Workspace workspace, Claimant claimant, Predicate<String> isActive)
            throws IOException {
        for (int number = 1; ; number++) {
            String directory = number == 1 ? DEFAULT : DEFAULT + "-" + number;
            Optional<String> reserved = reserve(workspace, directory, claimant, isActive);
            if (reserved.isPresent()) {
                return reserved.get();
            }
        }
    }

    private static String key(Workspace workspace, String directory) {
        // The agent's separators are not known here; upper and lower case are one folder on some agents.
        String path = (workspace.path() + "/" + directory)
                .replace('\\', '/')
                .replaceAll("/(\\./)+", "/")
                .replaceAll("/+", "/")
                .replaceAll("/\\.?$", "")
                .toLowerCase(Locale.ROOT);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((workspace.node() + "\n" + path).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
