/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Turns any failure into the one line that a user reads. */
public final class Failures {
    private Failures() {}

    /**
     * What went wrong, in one line: the innermost cause that says something, unless what wraps it
     * says the same and more, or says which argument is wrong. A cause that is one word only, such
     * as a name, is told behind what wraps it, or behind its own type.
     */
    public static String describe(Throwable failure) {
        String text = null;
        boolean complete = false;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CommandException) {
                return oneLine(t.getMessage());
            }
            String described = known(t);
            if (described != null) {
                return oneLine(described);
            }
            if (!complete) {
                text = withCause(text, t);
                complete = t instanceof IllegalArgumentException && !ownMessage(t).isEmpty();
            }
        }
        return text == null ? failure.getClass().getSimpleName() : text;
    }

    /** Text of what wraps {@code cause}, or null, and what the cause adds to it. */
    private static String withCause(String wrapping, Throwable cause) {
        String own = ownMessage(cause);
        if (own.isEmpty() || (wrapping != null && wrapping.contains(own))) {
            return wrapping;
        }
        if (own.indexOf(' ') >= 0) {
            return own;
        }
        return (wrapping != null ? wrapping : cause.getClass().getSimpleName()) + ": " + own;
    }

    /** First line of the message; empty where Java has made it of the cause. */
    private static String ownMessage(Throwable t) {
        boolean made = t.getCause() != null && t.getCause().toString().equals(t.getMessage());
        return made || t.getMessage() == null ? "" : oneLine(t.getMessage());
    }

    private static String known(Throwable t) {
        if (t instanceof NoSuchFileException missing) {
            return "no such file: " + missing.getFile();
        }
        if (t instanceof AccessDeniedException denied) {
            return "no permission to use " + denied.getFile();
        }
        if (t instanceof BindException) {
            return "a port is in use: " + t.getMessage();
        }
        if (t instanceof ConnectException) {
            return t.getMessage() == null ? "nobody answers" : "nobody answers: " + t.getMessage();
        }
        if (t instanceof UnknownHostException) {
            return "unknown host: " + t.getMessage();
        }
        if (t instanceof InterruptedException) {
            return "interrupted";
        }
        return null;
    }

    private static String oneLine(String text) {
        return text.strip().lines().findFirst().orElse("").strip();
    }
}
