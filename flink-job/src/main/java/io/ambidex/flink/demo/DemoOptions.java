/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.demo;

import io.ambidex.flink.cli.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a user wants of a run.
 *
 * @param out folder of the run
 * @param clips how many clips the simulator renders, 1 or more; with media the most clips of one
 *     pass, 0 for all
 * @param seed seed of simulator, weights and training
 * @param method balancing method
 * @param methodOptions options of the method
 * @param training whether to train
 * @param keep whether broker, job and UI go on after the summary
 * @param device auto, cpu or gpu:N
 * @param streams how many stream ids are played side by side, 1 or more
 * @param speed seconds of event time played in a second; 0 for as fast as the job takes them
 * @param lead by how much event time the player may be ahead of what the job has predicted; null
 *     for a tenth of all, 10 s to 5 min
 * @param media media files instead of the simulator; null for the simulator
 * @param story what goes wrong, and the second learner
 * @param overrides options of the job by name; go before everything else
 */
public record DemoOptions(
        Path out,
        int clips,
        long seed,
        String method,
        Map<String, String> methodOptions,
        boolean training,
        boolean keep,
        String device,
        int streams,
        double speed,
        Duration lead,
        Media media,
        StoryPlan story,
        Map<String, String> overrides) {

    /**
     * Media files to play.
     *
     * @param folder folder with {@code manifest.csv}
     * @param label column of the manifest that names the class
     * @param crop {@code x,y,w,h} in pixels; null for the whole picture
     * @param repeat how often to play them, 1 or more
     */
    public record Media(Path folder, String label, String crop, int repeat) {
        public Media {
            requireAtLeastOne("--repeat", repeat);
        }
    }

    public DemoOptions {
        if (clips < 0 || clips == 0 && media == null) {
            throw CommandException.usage("--clips must be 1 or more, but is " + clips);
        }
        requireAtLeastOne("--streams", streams);
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw CommandException.usage(
                    "--speed must be 0 (as fast as the job takes them) or more, but is " + speed);
        }
        if (lead != null && lead.toMillis() < 1) {
            throw CommandException.usage("--lead must be above 0, but is " + lead.toSeconds());
        }
        methodOptions = Map.copyOf(methodOptions);
        overrides = Map.copyOf(overrides);
    }

    private static void requireAtLeastOne(String option, int value) {
        if (value < 1) {
            throw CommandException.usage(option + " must be 1 or more, but is " + value);
        }
    }
}
