/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media;

/** Arithmetic on event times that come from outside and may be anything. */
final class EventTimes {
    private EventTimes() {}

    /**
     * @param startMillis start, milliseconds since the epoch
     * @param durationMillis length in milliseconds
     * @return the end
     * @throws MediaException when the duration is negative or the end is no 64-bit number
     */
    static long end(long startMillis, long durationMillis) throws MediaException {
        if (durationMillis < 0) {
            throw new MediaException(
                    "the duration is " + durationMillis + " ms, at least 0 is needed");
        }
        if (startMillis > Long.MAX_VALUE - durationMillis) {
            throw new MediaException(
                    "the event time " + startMillis + " plus " + durationMillis + " ms overflows");
        }
        return startMillis + durationMillis;
    }
}
