package io.github.faxnummer.report;

import io.github.faxnummer.message.Message;

/**
 * A check of evidence, in words.
 *
 * @param text what was checked, and what was found
 */
public record Verification(Result result, Message text) {

    /** How a check ended. */
    public enum Result {
        MET,
        NOT_MET,
        /** Something to know that is neither. */
        NOTE
    }

    public static Verification met(String key, Object... arguments) {
        return new Verification(Result.MET, Message.of(key, arguments));
    }

    public static Verification notMet(String key, Object... arguments) {
        return new Verification(Result.NOT_MET, Message.of(key, arguments));
    }

    public static Verification note(String key, Object... arguments) {
        return new Verification(Result.NOTE, Message.of(key, arguments));
    }

    /** Such as {@code met: the chain is whole}. */
    public Message line() {
        return Message.of(
                switch (result) {
                    case MET -> "verify.met";
                    case NOT_MET -> "verify.not-met";
                    case NOTE -> "verify.note";
                },
                text);
    }
}
