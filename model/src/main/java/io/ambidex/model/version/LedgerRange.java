/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

/**
 * Which examples of the ledger a version learned from since its parent.
 *
 * @param first number of the first example
 * @param last number of the last example, inclusive; {@code first - 1} when there is none
 * @param chainDigest the ledger's SHA-256 chain after the last example, {@code sha256:HEX}; null
 *     before the first
 */
public record LedgerRange(long first, long last, String chainDigest) {

    /** No example yet. */
    public static final LedgerRange NONE = new LedgerRange(0, -1, null);

    public LedgerRange {
        if (first < 0 || last < first - 1) {
            throw new IllegalArgumentException(
                    "a range of examples cannot go from " + first + " to " + last);
        }
    }
}
