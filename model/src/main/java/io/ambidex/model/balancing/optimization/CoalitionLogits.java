/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.balancing.optimization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.balancing.ObjectiveStage;
import io.ambidex.model.network.ModalityInput;
import io.ambidex.model.network.MultimodalNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * Joint logits (B, C) of a batch when the inputs of some modalities are replaced by zeros. A row
 * that lacks a modality lacks it in every coalition, so that it contributes nothing there.
 *
 * <p>Where every encoder works by itself, what it makes of zeros is computed once, for one clip in
 * evaluation mode. Encoders that exchange something run anew for every coalition, in evaluation
 * mode.
 */
final class CoalitionLogits {
    private final ObjectiveStage stage;
    private final NDArray joint;
    private final NDArray presence;
    private final boolean together;
    private final NDList members = new NDList();
    private final NDList others = new NDList();

    /**
     * @param joint logits of all modalities
     * @param again whether the members are encoded once more in evaluation mode, as the released
     *     code does; or else the features of this pass are taken
     */
    CoalitionLogits(ObjectiveStage stage, NDArray joint, boolean again) {
        this.stage = stage;
        this.joint = joint;
        presence =
                network().presence(stage.manager(), stage.batch().size(), stage.batch()::isPresent);
        together = network().spec().exchange() != null;
        for (int m = 0; m < stage.modalities().size() && !together; m++) {
            members.add(
                    again
                            ? network().encode(stage.manager(), name(m), stage.input(m), false)
                            : stage.features(m));
            others.add(ofZeros(m));
        }
    }

    private MultimodalNetwork network() {
        return stage.network();
    }

    private String name(int modality) {
        return stage.modalities().get(modality);
    }

    private NDArray ofZeros(int modality) {
        int rows = stage.batch().size();
        double[] present = new double[rows];
        for (int i = 0; i < rows; i++) {
            present[i] = stage.batch().isPresent(i, modality) ? 1 : 0;
        }
        long[] clip = network().spec().modalities().get(modality).input().encoderShape();
        Shape one = new Shape(1).addAll(new Shape(clip));
        ModalityInput zeros =
                ModalityInput.complete(stage.manager().zeros(one, network().dataType()));
        NDArray feature = network().encode(stage.manager(), name(modality), zeros, false);
        return stage.tensor(present, rows, 1).mul(feature);
    }

    /** Logits of a coalition, a bit set; of all modalities, those of this pass. */
    NDArray of(int coalition) {
        boolean all = true;
        for (int m = 0; m < stage.modalities().size(); m++) {
            all &= isMember(coalition, m) || stage.batch().presentCount(m) == 0;
        }
        if (all) {
            return joint;
        }
        return network().logits(together ? encoded(coalition) : chosen(coalition), presence);
    }

    private static boolean isMember(int coalition, int modality) {
        return (coalition >> modality & 1) == 1;
    }

    private NDList chosen(int coalition) {
        NDList features = new NDList();
        for (int m = 0; m < members.size(); m++) {
            features.add((isMember(coalition, m) ? members : others).get(m));
        }
        return features;
    }

    private NDList encoded(int coalition) {
        List<ModalityInput> inputs = new ArrayList<>();
        for (int m = 0; m < stage.modalities().size(); m++) {
            ModalityInput input = stage.input(m);
            inputs.add(
                    isMember(coalition, m) || input.present() == 0
                            ? input
                            : new ModalityInput(
                                    input.values().zerosLike(), input.rows(), input.batchSize()));
        }
        return network().features(stage.manager(), inputs);
    }
}
