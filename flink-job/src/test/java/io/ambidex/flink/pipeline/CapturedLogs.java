/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that this JVM logs from INFO on, as text, until it is closed. */
final class CapturedLogs implements AutoCloseable {
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final StringBuffer text = new StringBuffer();
    private final Recorder recorder = new Recorder();

    private CapturedLogs() {}

    static CapturedLogs ofEverything() {
        CapturedLogs logs = new CapturedLogs();
        logs.recorder.start();
        for (LoggerConfig logger : logs.context.getConfiguration().getLoggers().values()) {
            logger.setLevel(Level.INFO);
            logger.getAppenders().values().forEach(a -> logger.removeAppender(a.getName()));
        }
        logs.context
                .getConfiguration()
                .getRootLogger()
                .addAppender(logs.recorder, Level.INFO, null);
        logs.context.updateLoggers();
        return logs;
    }

    String text() {
        return text.toString();
    }

    @Override
    public void close() {
        context.reconfigure();
        recorder.stop();
    }

    private final class Recorder extends AbstractAppender {
        Recorder() {
            super("recorder", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            text.append(event.getMessage().getFormattedMessage()).append('\n');
            for (Throwable t = event.getThrown(); t != null; t = t.getCause()) {
                text.append(t).append('\n');
            }
        }
    }
}
