/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import java.util.List;
import java.util.Map;

/**
 * Where a model version comes from. A version cannot be made without it.
 *
 * @param version what it describes
 * @param parent the version before; null for the first
 * @param step steps the learner has made
 * @param firstExample first number in the ledger that is new since the parent; -1 when none is
 * @param lastExample last such number, inclusive; -1 when none is
 * @param ledgerDigest end of the ledger's SHA-256 chain; null before the first example
 * @param method balancing method, {@code joint} for example
 * @param methodOptions its options
 * @param prediction how joint logits are formed: {@code network} or the name of a method's own head
 * @param classes names of the classes
 * @param scores learner scores by name
 * @param seed seed of the learner
 * @param threads threads per operation
 * @param device device name
 * @param cpuCapability instruction set that libtorch uses
 * @param libraries library versions by name
 * @param createdAtMillis processing time
 */
public record Provenance(
        ModelVersion version,
        ModelVersion parent,
        long step,
        long firstExample,
        long lastExample,
        String ledgerDigest,
        String method,
        Map<String, String> methodOptions,
        String prediction,
        List<String> classes,
        Map<String, Double> scores,
        long seed,
        int threads,
        String device,
        String cpuCapability,
        Map<String, String> libraries,
        long createdAtMillis) {

    public String toJson() {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static Provenance fromJson(String json) {
        throw new UnsupportedOperationException();
    }
}
