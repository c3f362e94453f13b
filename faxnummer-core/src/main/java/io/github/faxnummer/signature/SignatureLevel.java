package io.github.faxnummer.signature;

import io.github.faxnummer.message.Message;

/** The PAdES baseline levels (ETSI EN 319 142-1), each with what the one before has. */
public enum SignatureLevel {
    /** A signature; its time is the signer's own. */
    B,
    /** With a time stamp of a time server. */
    T,
    /** With the certificates and revocation data that a verification needs once the servers are gone. */
    LT;

    /** Such as {@code PAdES B, without time stamp}. */
    public Message text() {
        return Message.of(
                switch (this) {
                    case B -> "signature.level.b";
                    case T -> "signature.level.t";
                    case LT -> "signature.level.lt";
                });
    }
}
