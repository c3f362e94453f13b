package io.github.faxnummer.pdf;

import java.io.Serializable;

/** The visible part of a page, as it is turned for reading, in millimetres. */
public record PageSize(double width, double height) implements Serializable {}
