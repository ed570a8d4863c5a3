/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.serving;

import io.ambidex.connectors.clip.Clip;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.labeling.ServedPrediction;
import io.ambidex.model.version.ClipPrediction;
import io.ambidex.model.version.ModelVersion;
import io.ambidex.model.version.Predictor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a predictor said of a clip, as the record that goes out and as what the clip keeps. */
final class PredictionRecords {

    private final String modelName;
    private final List<String> classes;

    PredictionRecords(ServingSettings settings) {
        this.modelName = settings.modelName();
        this.classes = settings.networkSpec().classes();
    }

    ServedPrediction served(ClipPrediction said, ModelVersion version) {
        int label = mostProbable(said.probabilities());
        return new ServedPrediction(
                label, said.probabilities()[label], version.epoch(), version.number());
    }

    Prediction prediction(Clip clip, ClipPrediction said, Predictor predictor, long nowMillis) {
        int label = mostProbable(said.probabilities());
        Map<String, List<Float>> byModality = new HashMap<>();
        said.modalityProbabilities().forEach((name, p) -> byModality.put(name, boxed(p)));
        return Prediction.newBuilder()
                .setStreamId(clip.streamId())
                .setWindowStartMillis(clip.window().startMillis())
                .setWindowEndMillis(clip.window().endMillis())
                .setLabel(classes.get(label))
                .setConfidence(said.probabilities()[label])
                .setProbabilities(boxed(said.probabilities()))
                .setModalityProbabilities(byModality)
                .setMissingModalities(clip.missingModalities())
                .setSkewMillis(clip.skewMillis())
                .setSkewExceeded(clip.skewExceeded())
                .setModelName(modelName)
                .setModelEpoch(predictor.version().epoch())
                .setModelNumber(predictor.version().number())
                .setModelDigest(predictor.digest())
                .setPredictedAtMillis(nowMillis)
                .build();
    }

    /** The lowest index wins a tie. */
    private static int mostProbable(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
