/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.PlayedRecord;

/** The last record before the span, again and again; without one, the first within it. */
final class Freeze implements RecordDegradation {
    private PlayedRecord last;

    @Override
    public void pass(PlayedRecord record) {
        last = record;
    }

    @Override
    public PlayedRecord degrade(PlayedRecord record) {
        if (last == null) {
            last = record;
        }
        return Payloads.with(record, Payloads.of(last));
    }
}
