package io.github.faxnummer.jenkins.agent;

import hudson.FilePath;
import io.github.faxnummer.order.DocumentContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** The bytes of a document, as a stream from where it is. */
public record AgentDocument(FilePath file) implements DocumentContent {

    @Override
    public long length() throws IOException {
        try {
            return file.length();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public InputStream open() throws IOException {
        try {
            return file.read();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException(String.valueOf(e.getMessage()));
        interrupted.initCause(e);
        return interrupted;
    }
}
