package io.github.faxnummer.jenkins.report;

import io.github.faxnummer.jenkins.agent.Workspace;
import io.github.faxnummer.jenkins.delivery.DeliveryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Which step of a build writes to which folder of a workspace, so that no step overwrites the reports of another one. Each
 * reservation is a file in the build's directory: it is exclusive, and survives a restart.
 *
 * @param folder of the reservations
 */
public record ReportFolders(Path folder) {

    /** Of the first step of a build; the following steps get a number at the end. */
    public static final String DEFAULT = "fax-reports";

    public static ReportFolders of(DeliveryStore store) {
        return new ReportFolders(store.folder().resolve("report-folders"));
    }

    /** Reserves a folder; empty if another step has it. */
    public Optional<String> reserve(Workspace workspace, String directory, String delivery) throws IOException {
        Files.createDirectories(folder);
        Path reservation = folder.resolve(key(workspace, directory));
        try {
            Files.writeString(reservation, delivery, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return Optional.of(directory);
        } catch (FileAlreadyExistsException e) {
            // A step that was interrupted before it was saved begins again, with the same id.
            return Files.readString(reservation).equals(delivery) ? Optional.of(directory) : Optional.empty();
        }
    }

    /** Whether no step has the folder. */
    public boolean isFree(Workspace workspace, String directory) {
        return !Files.exists(folder.resolve(key(workspace, directory)));
    }

    /** Ends the reservation of a step that wrote nothing of its own there, so that another attempt can have the folder. */
    public void release(Workspace workspace, String directory, String delivery) throws IOException {
        Path reservation = folder.resolve(key(workspace, directory));
        if (Files.exists(reservation) && Files.readString(reservation).equals(delivery)) {
            Files.delete(reservation);
        }
    }

    /** Reserves the first default folder that no other step has. */
    public String reserveDefault(Workspace workspace, String delivery) throws IOException {
        for (int number = 1; ; number++) {
            Optional<String> reserved = reserve(workspace, number == 1 ? DEFAULT : DEFAULT + "-" + number, delivery);
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
