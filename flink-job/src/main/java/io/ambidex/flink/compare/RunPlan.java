/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambidex.model.learning.LearnerOptions;
import io.ambidex.model.network.NetworkSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Everything that decides the result of one run besides the examples: a method with a seed.
 *
 * @param method the method as the reports call it
 * @param code of the model and the methods, see {@link CodeDigest}
 * @param network what is trained, as {@link NetworkSpec#toJson()} writes it
 * @param initialWeights file to begin with; null when the seed decides
 * @param learner how, with the method, its options and the seed
 * @param batchSize examples of a mini-batch, 1 or more
 * @param passes how often the training examples are gone through, 1 or more
 * @param scoring what is measured at the end
 */
record RunPlan(
        String method,
        String code,
        String network,
        WeightsFile initialWeights,
        LearnerOptions learner,
        int batchSize,
        int passes,
        Scoring scoring) {

    /** Changes whenever the meaning or the way of measuring a figure does. */
    private static final int FORMAT = 2;

    private static final ObjectMapper JSON = Json.compact();

    /**
     * What is measured at the end of a run.
     *
     * @param validationShare 0 to score the held-out examples; above 0 to train on the rest and
     *     score this share of the training examples, for searches
     * @param noiseDecibels signal-to-noise ratios at which robustness is measured
     * @param probeExamples most training examples that a linear probe is fitted to; 0 for no probes
     * @param curvePoints how often the held-out accuracy is looked at while learning
     */
    record Scoring(
            double validationShare,
            List<Double> noiseDecibels,
            int probeExamples,
            int curvePoints) {
        Scoring {
            noiseDecibels = List.copyOf(noiseDecibels);
        }

        /** Only the accuracy on a share of the training examples. */
        static Scoring validation(double share) {
            return new Scoring(share, List.of(), 0, 0);
        }
    }

    /** What is trained. */
    NetworkSpec networkSpec() {
        return NetworkSpec.fromJson(network);
    }

    /** Seed of weights, of the order of later passes, and of everything random in training. */
    long seed() {
        return learner.seed();
    }

    /**
     * SHA-256 in hex over this plan and the examples: the same exactly when a result may be used
     * again.
     *
     * @param recording identity of the examples
     */
    String fingerprint(String recording) {
        try {
            String text = FORMAT + "\n" + recording + "\n" + JSON.writeValueAsString(this);
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a plan is always writable", e);
        }
    }
}
