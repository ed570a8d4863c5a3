/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Makes the records of another stream ahead of time, in a thread of its own, as many as a bounded
 * queue holds.
 */
public final class PrefetchingStream implements PlayedStream {
    private static final long POLL_MILLIS = 100;

    private final PlayedStream source;
    private final BlockingQueue<Item> queue;
    private final Thread thread;
    private volatile boolean closed;
    private Item head;
    private PlayedCounts counts = PlayedCounts.NONE;

    /**
     * @param source the stream that is read ahead; closed with this one
     * @param capacity how many records are kept ready, 1 or more
     */
    public PrefetchingStream(PlayedStream source, int capacity) {
        this.source = source;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(this::run, "ambidex-player-" + source.streamId());
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public String streamId() {
        return source.streamId();
    }

    @Override
    public PlayedCounts counts() {
        return counts;
    }

    /**
     * @throws IllegalStateException when the thread that reads ahead has failed, with its reason
     */
    @Override
    public boolean hasNext() {
        try {
            while (head == null && !closed) {
                head = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (closed) {
            return false;
        }
        if (head.failure != null) {
            throw new IllegalStateException(
                    streamId() + " cannot be played on: " + head.failure.getMessage(),
                    head.failure);
        }
        counts = head.counts;
        return head.record != null;
    }

    @Override
    public PlayedRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException(streamId() + " has ended");
        }
        PlayedRecord record = head.record;
        head = null;
        return record;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            // The thread ends by itself; who waits must not.
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (source) {
            while (!closed && source.hasNext()) {
                PlayedRecord record = source.next();
                queue.put(new Item(record, source.counts(), null));
            }
            queue.put(new Item(null, source.counts(), null));
        } catch (InterruptedException e) {
            // Only close() interrupts, and nobody waits for more.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        try {
            queue.put(new Item(null, source.counts(), failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A record, or the end (no record), or the failure that ended the stream. */
    private record Item(PlayedRecord record, PlayedCounts counts, Throwable failure) {}
}
