/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.PlayedRecord;

/** Records that do not come: the modality is missing. */
record Drop() implements RecordDegradation {

    @Override
    public PlayedRecord degrade(PlayedRecord record) {
        return null;
    }
}
