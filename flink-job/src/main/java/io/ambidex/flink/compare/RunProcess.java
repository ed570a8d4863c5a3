/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import io.ambidex.flink.cli.Failures;
import java.nio.file.Path;

/**
 * The process of one run: native memory that a method has taken is given back, its peak is its own,
 * and a crash ends nothing but this run.
 *
 * <p>Prints one line for each step, {@code DONE/ALL}; a failure is one line on the error stream and
 * a status other than 0.
 */
public final class RunProcess {
    private RunProcess() {}

    /**
     * Runs a plan.
     *
     * @param args file with the examples, their identity, file with the plan, file for the result,
     *     and, if they are to be kept, file for the weights
     */
    public static void main(String[] args) {
        try {
            Path weights = args.length > 4 ? Path.of(args[4]) : null;
            run(Path.of(args[0]), args[1], Path.of(args[2]), Path.of(args[3]), weights);
        } catch (Exception | LinkageError e) {
            System.err.println(Failures.describe(e));
            System.exit(1);
        }
        System.exit(0);
    }

    private static void run(
            Path examples, String identity, Path planFile, Path resultFile, Path weights)
            throws Exception {
        RunPlan plan = Json.compact().readValue(planFile.toFile(), RunPlan.class);
        Recording recording = RecordingFile.read(examples);
        if (plan.scoring().validationShare() > 0) {
            recording = recording.cutTraining(plan.scoring().validationShare());
        }
        RunResult result =
                new MethodRun(
                                plan,
                                recording,
                                WeightsFile.read(plan.initialWeights()),
                                weights,
                                (done, all) -> System.out.println(done + "/" + all))
                        .run(plan.fingerprint(identity));
        ResultStore.write(resultFile, result);
    }
}
