/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.ambidex.model.balancing.AfterStage;
import io.ambidex.model.balancing.MethodContext;
import io.ambidex.model.balancing.MethodState;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.balancing.UnimodalHeads;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.network.MultimodalNetwork;

/**
 * Teachers that learn on the same stream: a second copy of every encoder, begun with the student's
 * weights, with a linear head of its own and its own cross-entropy alone. What teaches is a calmer
 * copy of them in evaluation mode: an exponential average of the weights with the batch norm's
 * latest running statistics, or a snapshot.
 *
 * <p>The average follows quickly at first: after t updates its decay is {@code min(decay, (1 + t) /
 * (10 + t))}.
 */
final class OnlineTeachers implements Teachers {
    private static final String PREFIX = "teacher_";

    private final double decay;
    private final long snapshotSteps;
    private MethodContext context;
    private MultimodalNetwork learning;
    private MultimodalNetwork teaching;
    private UnimodalHeads heads;

    /**
     * @param decay of the average of the weights, per step
     * @param snapshotSteps age in steps at which a snapshot is replaced; 0 for the average
     */
    OnlineTeachers(double decay, long snapshotSteps) {
        this.decay = decay;
        this.snapshotSteps = snapshotSteps;
    }

    @Override
    public void open(MethodContext opened) {
        context = opened;
        learning = Teachers.copyOf(opened);
        teaching = Teachers.copyOf(opened);
        encoders(learning)
                .entries()
                .forEach(e -> opened.addParameter(PREFIX + e.getKey(), e.getValue()));
        learning.buffers()
                .entries()
                .forEach(e -> opened.addBuffer(PREFIX + e.getKey(), e.getValue()));
        heads = UnimodalHeads.add(opened, PREFIX);
    }

    /** Trained tensors of all encoders; fusion and head of a teacher's network are not used. */
    private static NamedTensors encoders(MultimodalNetwork network) {
        NamedTensors heads = network.headParameters();
        return network.parameters().only(name -> !heads.contains(name));
    }

    @Override
    public void addLosses(ObjectiveStage stage) {
        for (int m = 0; m < stage.modalities().size(); m++) {
            if (stage.batch().presentCount(m) > 0) {
                String modality = stage.modalities().get(m);
                NDArray features = learning.encode(stage.manager(), modality, stage.input(m), true);
                stage.crossEntropy(heads.logits(features, m), m)
                        .ifPresent(loss -> stage.add("teacher." + modality, loss, 1));
            }
        }
    }

    @Override
    public NDArray features(ObjectiveStage stage, int modality) {
        try (GradMode off = GradMode.off()) {
            return teaching.encode(
                    stage.manager(),
                    stage.modalities().get(modality),
                    stage.input(modality),
                    false);
        }
    }

    @Override
    public void after(AfterStage stage, long updates) {
        boolean snapshotDue = snapshotSteps > 0 && (updates + 1) % snapshotSteps == 0;
        if (snapshotSteps > 0 && !snapshotDue) {
            return;
        }
        double kept = snapshotDue ? 0 : Math.min(decay, (1.0 + updates) / (10.0 + updates));
        NDList average = encoders(teaching).list();
        stage.lists().addDifference(average, encoders(learning).list(), average, 1 - kept);
        stage.lists().copy(teaching.buffers().list(), learning.buffers().list());
    }

    @Override
    public boolean learn() {
        return true;
    }

    @Override
    public void writeState(MethodState state) {
        encoders(teaching).entries().forEach(e -> state.put(e.getKey(), e.getValue()));
        teaching.buffers().entries().forEach(e -> state.put(e.getKey(), e.getValue()));
    }

    @Override
    public void readState(MethodState state) {
        NDList own = encoders(teaching).list();
        NDList saved = new NDList();
        encoders(teaching).names().forEach(name -> saved.add(state.tensor(name)));
        own.addAll(teaching.buffers().list());
        teaching.buffers().names().forEach(name -> saved.add(state.tensor(name)));
        context.lists().copy(own, saved);
    }

    @Override
    public void close() {
        if (learning != null) {
            learning.close();
        }
        if (teaching != null) {
            teaching.close();
        }
    }
}
