/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.replay;

import io.ambidex.connectors.schema.LedgerEntry;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a ledger entry says that another run on the same topics must say, too.
 *
 * @param step the step after which the version was made
 * @param endExample number of the first example that it did not learn from
 * @param heldOut examples that were held out so far
 * @param digest digest of its tensors, architecture and classes
 * @param state digest of all that later steps depend on; empty when it was not written
 * @param chain SHA-256 chain over its examples, hexadecimal
 */
record LearnedVersion(
        long step, long endExample, long heldOut, String digest, String state, String chain) {

    static LearnedVersion of(LedgerEntry entry) {
        ByteBuffer chain = entry.getChain().duplicate();
        byte[] bytes = new byte[chain.remaining()];
        chain.get(bytes);
        return new LearnedVersion(
                entry.getLastStep(),
                entry.getEndExample(),
                entry.getHeldOut(),
                entry.getDigest(),
                entry.getStateDigest(),
                HexFormat.of().formatHex(bytes));
    }
}
