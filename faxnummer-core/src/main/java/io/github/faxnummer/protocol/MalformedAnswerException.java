package io.github.faxnummer.protocol;

import io.github.faxnummer.text.Text;

/** An answer that none of the known forms explains, or that contradicts itself. Never a success, never a refusal. */
public final class MalformedAnswerException extends Exception {

    private static final long serialVersionUID = 1;

    private final Text text;

    public MalformedAnswerException(Text text) {
        super(text.key());
        this.text = text;
    }

    public Text text() {
        return text;
    }
}
