package io.github.faxnummer.jenkins.agent;

import hudson.FilePath;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.RequestAbortedException;
import io.github.faxnummer.order.Document;
import io.github.faxnummer.order.DocumentContent;
import io.github.faxnummer.pdf.PdfLimits;
import io.github.faxnummer.pdf.Preview;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The document that is submitted next, copied to the controller: an agent that hangs or goes away cannot stop a request
 * that has begun. The copy is deleted when the next document is fetched, and at the end.
 */
public final class DocumentUpload implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(DocumentUpload.class.getName());

    private record Fetched(String path, @Nullable Path copy, DocumentContent content) {}

    private final Path folder;
    private @Nullable Fetched fetched;

    /**
     * Copies into a folder.
     *
     * @param folder on the controller, made when it is needed
     */
    public DocumentUpload(Path folder) {
        this.folder = folder;
    }

    /** The document, if it is the one that was fetched last. */
    public synchronized Optional<DocumentContent> content(String path) {
        return fetched != null && fetched.path().equals(path) ? Optional.of(fetched.content()) : Optional.empty();
    }

    /**
     * Fetches a document, or its drawn pages, from its agent. A document that cannot be read is a content that cannot be
     * read.
     *
     * @param limits for drawing it
     */
    public void fetch(Workspace workspace, Document document, PdfLimits limits)
            throws AgentOfflineException, AgentRemovedException, AgentTimeoutException, InterruptedException,
                    IOException {
        close();
        FilePath found = workspace.find();
        FilePath original = found.child(document.path());
        Files.createDirectories(folder);
        Path copy = Files.createTempFile(folder, "document-", ".pdf");
        Fetched next;
        boolean isKept = false;
        try {
            AgentCall.limited(workspace.node(), () -> {
                try (OutputStream file = Files.newOutputStream(copy)) {
                    if (document.isDrawn()) {
                        original.act(new DrawFax(new Preview(limits, true, document.rendering()), file));
                    } else {
                        original.copyTo(file);
                    }
                }
                return true;
            });
            next = new Fetched(document.path(), copy, DocumentContent.of(copy));
            isKept = true;
        } catch (AgentTimeoutException e) {
            throw e;
        } catch (IOException | RequestAbortedException e) {
            // Says that an agent is not connected, or removed.
            workspace.find();
            if (isBrokenOff(e)) {
                // The agent may be back already.
                throw new AgentOfflineException(workspace.node(), e);
            }
            next = new Fetched(document.path(), null, new Unreadable(e));
        } finally {
            if (!isKept) {
                delete(copy);
            }
        }
        synchronized (this) {
            fetched = next;
        }
    }

    /** A connection that broke off looks like a document that cannot be read. */
    private static boolean isBrokenOff(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(it -> it instanceof ChannelClosedException || it instanceof RequestAbortedException);
    }

    /** Deletes the copy. */
    @Override
    public synchronized void close() {
        if (fetched != null && fetched.copy() != null) {
            delete(fetched.copy());
        }
        fetched = null;
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot delete " + copy);
        }
    }

    private record Unreadable(Exception cause) implements DocumentContent {
        @Override
        public long length() throws IOException {
            throw new IOException(cause);
        }

        @Override
        public InputStream open() throws IOException {
            throw new IOException(cause);
        }
    }
}
