/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.clip.ModalityMedia;
import io.ambidex.connectors.clip.WindowId;
import io.ambidex.flink.labeling.Example;
import io.ambidex.flink.labeling.StreamTypes;
import io.ambidex.model.learning.ExampleKey;
import io.ambidex.model.learning.MiniBatch;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Examples as the trainer has used them: what another learner needs to do the same.
 *
 * @param step number of the step, from 1; when the batch was only scored, the steps made before
 * @param firstExample number of the first example, the others follow on; when the batch was only
 *     scored or held out, the number that the next example for training gets
 * @param examples in the order of training, at least one
 * @param use what was done with them
 * @param orders what else holds at this step
 */
public record UsedBatch(
        long step, long firstExample, List<Example> examples, Use use, ShadowOrders orders) {

    /** What was done with the examples. */
    public enum Use {
        /** Learned from, in one step. */
        TRAINED,
        /** Scored, and nothing learned. */
        SCORED,
        /** One example that was kept away from training, by the main learner's method. */
        HELD_OUT
    }

    /** How Flink serializes it. */
    public static final TypeInformation<UsedBatch> TYPE =
            Types.POJO(
                    UsedBatch.class,
                    Map.of(
                            "step", Types.LONG,
                            "firstExample", Types.LONG,
                            "examples", Types.LIST(StreamTypes.EXAMPLE),
                            "use", Types.ENUM(Use.class),
                            "orders", ShadowOrders.TYPE));

    /** Learned from or scored, and nothing else. */
    public UsedBatch(long step, long firstExample, List<Example> examples, boolean trained) {
        this(step, firstExample, examples, trained ? Use.TRAINED : Use.SCORED, ShadowOrders.NONE);
    }

    UsedBatch with(ShadowOrders others) {
        return new UsedBatch(step, firstExample, examples, use, others);
    }

    /** Whether it was learned from. */
    public boolean trained() {
        return use == Use.TRAINED;
    }

    /** The same for the learner. */
    MiniBatch toMiniBatch() {
        return toMiniBatch(example -> true);
    }

    /**
     * Some of the examples for the learner, each with its own number.
     *
     * @param wanted takes at least one of them
     */
    MiniBatch toMiniBatch(Predicate<Example> wanted) {
        MiniBatch.Builder batch = MiniBatch.builder(examples.get(0).clip().media().size());
        long number = firstExample;
        for (Example example : examples) {
            if (wanted.test(example)) {
                List<byte[]> media =
                        example.clip().media().stream().map(ModalityMedia::data).toList();
                batch.add(media, example.label(), number);
            }
            number += trained() ? 1 : 0;
        }
        return batch.build();
    }

    /** By which a balancing method decides whether an example is held out. */
    static long key(Example example) {
        WindowId window = example.clip().window();
        return ExampleKey.hash(example.clip().streamId(), window.startMillis(), window.endMillis());
    }
}
