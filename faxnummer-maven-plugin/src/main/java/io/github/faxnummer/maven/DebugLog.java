package io.github.faxnummer.maven;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes everything that PDFBox logs at any level to Maven's log at level debug. Named by
 * {@code commons-logging.properties}, so that it holds in this plugin's class loader only.
 */
public final class DebugLog implements Log {

    private final Logger logger;

    public DebugLog(String name) {
        logger = LoggerFactory.getLogger(name);
    }

    @Override
    public boolean isFatalEnabled() {
        return logger.isDebugEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return logger.isDebugEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return logger.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return logger.isDebugEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return logger.isDebugEnabled();
    }

    @Override
    public boolean isTraceEnabled() {
        return logger.isTraceEnabled();
    }

    @Override
    public void fatal(Object message) {
        debug(message);
    }

    @Override
    public void fatal(Object message, @Nullable Throwable cause) {
        debug(message, cause);
    }

    @Override
    public void error(Object message) {
        debug(message);
    }

    @Override
    public void error(Object message, @Nullable Throwable cause) {
        debug(message, cause);
    }

    @Override
    public void warn(Object message) {
        debug(message);
    }

    @Override
    public void warn(Object message, @Nullable Throwable cause) {
        debug(message, cause);
    }

    @Override
    public void info(Object message) {
        debug(message);
    }

    @Override
    public void info(Object message, @Nullable Throwable cause) {
        debug(message, cause);
    }

    @Override
    public void debug(Object message) {
        logger.debug(String.valueOf(message));
    }

    @Override
    public void debug(Object message, @Nullable Throwable cause) {
        logger.debug(String.valueOf(message), cause);
    }

    @Override
    public void trace(Object message) {
        logger.trace(String.valueOf(message));
    }

    @Override
    public void trace(Object message, @Nullable Throwable cause) {
        logger.trace(String.valueOf(message), cause);
    }
}
