/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.player.PlayedRecord;

/** Changes the records of one modality of one stream; it sees all of them, in order. */
interface RecordDegradation {

    /** Sees a record outside its span. */
    default void pass(PlayedRecord record) {}

    /**
     * Takes a record inside its span.
     *
     * @return what is played instead, with the same or a later event time; null for nothing
     */
    PlayedRecord degrade(PlayedRecord record);
}
