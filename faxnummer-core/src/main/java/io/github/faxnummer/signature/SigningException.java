package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;
import java.util.Locale;

/** A signature or a time stamp that cannot be made, or is not believed. */
final class SigningException extends Exception {

    private static final long serialVersionUID = 1;

    private final Message problem;

    SigningException(Message problem) {
        super(problem.in(Locale.ENGLISH));
        this.problem = problem;
    }

    SigningException(Message problem, Throwable cause) {
        super(problem.in(Locale.ENGLISH), cause);
        this.problem = problem;
    }

    Message problem() {
        return problem;
    }
}
