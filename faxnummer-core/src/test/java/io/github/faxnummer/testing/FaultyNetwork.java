package io.github.faxnummer.testing;

import java.io.Closeable;
import java.util.List;

/** A way to a server on this machine that fails as it was told to: in this JVM, or in a process of its own. */
public interface FaultyNetwork extends Closeable {

    /** What a client was given on a connection, by the connection's number from 1. */
    record Delivered(int connection, String text) {}

    int port();

    int connections();

    /** How many connections have come to where they are held. */
    int held();

    /** What clients were given on each connection that is not reset, as far as it has ended or is held. */
    List<Delivered> delivered();
}
