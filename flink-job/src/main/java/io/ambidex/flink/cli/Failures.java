/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Turns any failure into the one line that a user reads. */
public final class Failures {
    private Failures() {}

    /** What went wrong, in one line: the innermost cause that says something. */
    public static String describe(Throwable failure) {
        String text = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CommandException) {
                return oneLine(t.getMessage());
            }
            String described = known(t);
            if (described != null) {
                return oneLine(described);
            }
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                text = t.getMessage();
            }
        }
        return oneLine(text == null ? failure.getClass().getSimpleName() : text);
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
            return "nobody answers: " + t.getMessage();
        }
        return null;
    }

    private static String oneLine(String text) {
        return text.strip().lines().findFirst().orElse("").strip();
    }
}
