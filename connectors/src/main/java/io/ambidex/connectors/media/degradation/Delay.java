/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.PlayedRecord;

/**
 * Event times that lag behind, as of a device whose clock is late: skew. At the end of the span the
 * device is right again, and what would overlap with what comes then is lost.
 *
 * @param millis by how much
 * @param endMillis end of the span
 */
record Delay(long millis, long endMillis) implements RecordDegradation {

    @Override
    public PlayedRecord degrade(PlayedRecord record) {
        long late = record.eventTimeMillis() + millis;
        return late >= endMillis ? null : Payloads.at(record, late);
    }
}
