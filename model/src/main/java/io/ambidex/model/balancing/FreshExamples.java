/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing;

import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.MultimodalNetwork;

/**
 * The data-input stage as plain values: nothing is encoded yet, so there is nothing else to see.
 */
record FreshExamples(long step, StepRandom random, MultimodalNetwork network, MiniBatch fresh)
        implements InputStage {}
