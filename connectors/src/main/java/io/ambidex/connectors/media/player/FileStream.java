/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.file.MediaVerdict;
import io.ambidex.connectors.media.picture.JpegEncoder;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one stream id, one after another, pass after pass. */
final class FileStream implements PlayedStream {
    private static final Logger LOG = LoggerFactory.getLogger(FileStream.class);

    private final String streamId;
    private final List<PlaylistItem> items;
    private final PlaylistOptions options;
    private final long passMillis;
    private final Consumer<FileProblem> problems;
    private final JpegEncoder jpeg;

    private PlayedCounts counts;
    private int pass;
    private int nextItem;
    private PlaylistItem item;
    private FileRecords records;
    private final LabelQueue labels;
    private PlayedRecord next;
    private volatile boolean closed;

    FileStream(
            String streamId,
            List<PlaylistItem> items,
            PlaylistOptions options,
            long passMillis,
            long skipped,
            Consumer<FileProblem> problems) {
        this.streamId = streamId;
        this.items = items;
        this.options = options;
        this.passMillis = passMillis;
        this.problems = problems;
        this.jpeg = new JpegEncoder(options.pictures().jpegQuality());
        this.counts = new PlayedCounts(0, skipped, 0, 0, 0);
        this.labels = new LabelQueue(streamId, options.layout().labelDelay().toMillis());
    }

    @Override
    public String streamId() {
        return streamId;
    }

    @Override
    public PlayedCounts counts() {
        return counts;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !closed) {
            next = advance();
        }
        return next != null;
    }

    @Override
    public PlayedRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException(streamId + " has ended");
        }
        PlayedRecord record = next;
        next = null;
        return record;
    }

    @Override
    public void close() {
        closed = true;
        endFile(null);
        jpeg.close();
    }

    /** The next record of files and labels together, or null at the end. */
    private PlayedRecord advance() {
        while (true) {
            if (records == null && !openNextFile()) {
                return labels.isEmpty() ? null : label();
            }
            try {
                long time = records.peekMillis();
                if (time == Long.MAX_VALUE) {
                    endFile(records.verdict());
                } else {
                    return labels.firstMillis() < time ? label() : records.poll();
                }
            } catch (MediaException e) {
                report(true, e.getMessage());
                endFile(null);
            }
        }
    }

    private PlayedRecord label() {
        PlayedRecord record = labels.poll();
        boolean train = ((Label) record.record()).getUse() == LabelUse.TRAIN;
        counts = counts.plus(new PlayedCounts(0, 0, 0, train ? 1 : 0, train ? 0 : 1));
        return record;
    }

    private boolean openNextFile() {
        while (!closed) {
            if (nextItem == items.size()) {
                nextItem = 0;
                pass++;
            }
            if (pass >= options.repeat()) {
                return false;
            }
            item = items.get(nextItem++);
            long start = options.layout().startMillis() + pass * passMillis + item.offsetMillis();
            try {
                records = FileRecords.open(streamId, item, start, pass, options, jpeg);
                labels.add(item, start, pass);
                counts = counts.plus(new PlayedCounts(1, 0, 0, 0, 0));
                return true;
            } catch (MediaException e) {
                report(false, e.getMessage());
            }
        }
        return false;
    }

    private void endFile(MediaVerdict verdict) {
        if (verdict != null && verdict.state() != MediaVerdict.State.WHOLE) {
            report(verdict.state() == MediaVerdict.State.PARTIAL, verdict.toString());
        }
        if (records != null) {
            records.close();
            records = null;
        }
    }

    private void report(boolean played, String reason) {
        counts = counts.plus(new PlayedCounts(0, played ? 0 : 1, played ? 1 : 0, 0, 0));
        if (pass == 0) {
            FileProblem problem = new FileProblem(item.entry().name(), played, reason);
            LOG.warn("{}", problem);
            problems.accept(problem);
        }
    }
}
