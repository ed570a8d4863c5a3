/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command clean up when a user ends it: SIGINT and SIGTERM interrupt the thread that made
 * this, and the JVM waits until {@link #close}, or until its patience ends.
 */
public final class CleanExit implements AutoCloseable {
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    /**
     * @param patience how long the JVM waits for {@link #close}
     */
    public CleanExit(Duration patience) {
        Thread worker = Thread.currentThread();
        hook = new Thread(() -> interruptAndWait(worker, patience), "clean-exit");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the JVM is about to end. */
    public boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        cleaned.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is ending just now; the hook finds that all is clean.
            }
        }
    }

    private void interruptAndWait(Thread worker, Duration patience) {
        requested = true;
        if (cleaned.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            cleaned.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
