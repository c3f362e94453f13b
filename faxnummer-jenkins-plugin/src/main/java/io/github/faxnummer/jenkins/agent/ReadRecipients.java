package io.github.faxnummer.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.github.faxnummer.message.Message;
import io.github.faxnummer.order.FaxParameters;
import io.github.faxnummer.order.Problem;
import io.github.faxnummer.order.RecipientsFile;
import io.github.faxnummer.order.Validated;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;
import org.jspecify.annotations.Nullable;

/** Reads a file of recipients where the workspace is. What is in it is checked on the controller. */
public final class ReadRecipients extends MasterToSlaveFileCallable<ReadRecipients.Content> {

    private static final long serialVersionUID = 1;

    private final String file;

    /** @param file relative to the workspace, or absolute within it */
    public ReadRecipients(String file) {
        this.file = file;
    }

    /** What was read, or why it was not. */
    public static final class Content implements Serializable {

        private static final long serialVersionUID = 1;

        private final String file;
        private final byte @Nullable [] bytes;
        private final String problem;

        private Content(String file, byte @Nullable [] bytes, String problem) {
            this.file = file;
            this.bytes = bytes;
            this.problem = problem;
        }

        /** The recipients of a group; all if it is empty. */
        public Validated<RecipientsFile> check(Optional<String> group) {
            return bytes == null
                    ? Validated.invalid(
                            List.of(new Problem(FaxParameters.RECIPIENTS_FILE.name(), file, Message.of(problem))))
                    : RecipientsFile.check(file, bytes, group);
        }
    }

    @Override
    public Content invoke(File workspace, VirtualChannel channel) {
        try {
            Path root = workspace.toPath().toAbsolutePath();
            Path path = root.resolve(file).normalize();
            if (!FindDocuments.isWithin(root, path)) {
                return new Content(file, null, "input.recipients-file.outside");
            }
            if (!Files.isRegularFile(path)) {
                return new Content(file, null, "input.recipients-file.missing");
            }
            try (InputStream stream = Files.newInputStream(path)) {
                return new Content(file, stream.readNBytes(RecipientsFile.MAX_BYTES + 1), "");
            }
        } catch (InvalidPathException e) {
            return new Content(file, null, "input.recipients-file.missing");
        } catch (IOException e) {
            return new Content(file, null, "input.recipients-file.unreadable");
        }
    }
}
