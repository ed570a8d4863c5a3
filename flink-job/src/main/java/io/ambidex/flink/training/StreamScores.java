/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training;

import io.ambidex.connectors.schema.StreamScore;
import io.ambidex.flink.labeling.Example;
import io.ambidex.model.learning.StepReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The learner score of a step, divided among the stream ids of its mini-batch. */
final class StreamScores {

    /**
     * @param report of the step
     * @param examples those that the report tells of, in its order
     * @return by stream id; at most as many as there are examples
     */
    static Map<String, StreamScore> of(StepReport report, List<Example> examples) {
        Map<String, StreamScore> scores = new TreeMap<>();
        for (int row = 0; row < examples.size(); row++) {
            if (report.labels()[row] >= 0 && report.predicted()[row] >= 0) {
                add(
                        scores.computeIfAbsent(
                                examples.get(row).clip().streamId(), id -> nothing()),
                        report,
                        row);
            }
        }
        return scores;
    }

    private static StreamScore nothing() {
        return new StreamScore(0, 0, null, new TreeMap<>(), new TreeMap<>());
    }

    private static void add(StreamScore score, StepReport report, int row) {
        int label = report.labels()[row];
        double loss = report.exampleLosses()[row];
        double before = score.getLoss() == null ? 0 : score.getLoss() * score.getExamples();
        score.setExamples(score.getExamples() + 1);
        score.setCorrect(score.getCorrect() + (report.predicted()[row] == label ? 1 : 0));
        score.setLoss((before + loss) / score.getExamples());
        report.predictedByModality()
                .forEach(
                        (modality, said) -> {
                            if (said[row] >= 0) {
                                int right = said[row] == label ? 1 : 0;
                                score.getModalityExamples().merge(modality, 1, Integer::sum);
                                score.getModalityCorrect().merge(modality, right, Integer::sum);
                            }
                        });
    }

    private StreamScores() {}
}
