package io.github.faxnummer.violation.inner;

import io.github.faxnummer.violation.Violations;

/** A cycle of packages with {@link Violations.Outer}. */
public final class Inner {

    final Class<?> outer = Violations.Outer.class;
}
