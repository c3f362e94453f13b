package io.github.faxnummer.archive;

import io.github.faxnummer.message.Message;
import java.util.Locale;

/** A report could not be archived, or an archive cannot be read. */
public final class ArchiveException extends Exception {

    private static final long serialVersionUID = 1;

    private final Message problem;

    ArchiveException(Message problem, Throwable cause) {
        super(problem.in(Locale.ROOT), cause);
        this.problem = problem;
    }

    ArchiveException(Message problem) {
        super(problem.in(Locale.ROOT));
        this.problem = problem;
    }

    /** What is wrong and what to do. */
    public Message problem() {
        return problem;
    }
}
