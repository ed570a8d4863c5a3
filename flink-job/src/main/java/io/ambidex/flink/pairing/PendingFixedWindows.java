/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

import io.ambidex.connectors.clip.WindowId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Tumbling and hopping windows wait when a kept record is in them: they need no state. */
final class PendingFixedWindows implements PendingWindows {

    private final FixedWindows windows;

    PendingFixedWindows(FixedWindows windows) {
        this.windows = windows;
    }

    @Override
    public Admission admit(BufferedSample sample, long settledMillis, long watermark) {
        List<WindowId> sharing = windows.sharing(sample.startMillis(), sample.endMillis());
        boolean touchesSettled = sharing.get(0).endMillis() <= settledMillis;
        for (WindowId window : sharing) {
            if (window.endMillis() > settledMillis) {
                return new Admission(touchesSettled, true, window.endMillis(), Long.MAX_VALUE);
            }
        }
        return new Admission(touchesSettled, false, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public List<WindowId> settle(
            long settledMillis, long frontierMillis, List<BufferedSample> kept) {
        TreeSet<WindowId> due = new TreeSet<>();
        for (BufferedSample sample : kept) {
            for (WindowId window : windows.sharing(sample.startMillis(), sample.endMillis())) {
                if (window.endMillis() > settledMillis && window.endMillis() <= frontierMillis) {
                    due.add(window);
                }
            }
        }
        return new ArrayList<>(due);
    }

    @Override
    public boolean needs(BufferedSample sample, long settledMillis, long watermark) {
        return windows.lastEnd(sample.endMillis()) > settledMillis;
    }

    @Override
    public void purge(long watermark) {
        // Records go with their last window, and nothing else is kept.
    }

    @Override
    public long nextEnd(long settledMillis, List<BufferedSample> kept) {
        long next = Long.MAX_VALUE;
        for (BufferedSample sample : kept) {
            next = Math.min(next, admit(sample, settledMillis, 0).nextEndMillis());
        }
        return next;
    }

    @Override
    public long purgeAt(long watermark, List<BufferedSample> kept) {
        return Long.MAX_VALUE;
    }
}
