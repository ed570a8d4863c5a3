/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.model.learning.MiniBatch;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A mini-batch as the trainer has used it: what another learner needs to do the same.
 *
 * @param step number of the step, from 1; when the batch was only scored, the steps made before
 * @param firstExample number of the first example, the others follow on; when the batch was only
 *     scored, the number that the next example for training gets
 * @param examples in the order of training, at least one
 * @param trained whether it was learned from; otherwise it was only scored
 */
public record UsedBatch(long step, long firstExample, List<Example> examples, boolean trained) {

    /** How Flink serializes it. */
    public static final TypeInformation<UsedBatch> TYPE =
            Types.POJO(
                    UsedBatch.class,
                    Map.of(
                            "step", Types.LONG,
                            "firstExample", Types.LONG,
                            "examples", Types.LIST(StreamTypes.EXAMPLE),
                            "trained", Types.BOOLEAN));

    /** The same for the learner. */
    MiniBatch toMiniBatch() {
        MiniBatch.Builder batch = MiniBatch.builder(examples.get(0).clip().media().size());
        long number = firstExample;
        for (Example example : examples) {
            List<byte[]> media = example.clip().media().stream().map(ModalityMedia::data).toList();
            batch.add(media, example.label(), number);
            number += trained ? 1 : 0;
        }
        return batch.build();
    }
}
