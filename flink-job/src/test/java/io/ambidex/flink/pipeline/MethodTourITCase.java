/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.schema.Alert;
import io.ambidex.connectors.schema.Control;
import io.ambidex.connectors.schema.LedgerEntry;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.simulator.SimulatorOptions;
import io.ambidex.flink.local.KafkaExtension;
import io.ambidex.flink.local.TestFlink;
import io.ambidex.flink.monitoring.Alerts;
import io.ambidex.flink.options.ModalityOptions;
import io.ambidex.flink.options.NetworkOptions;
import io.ambidex.flink.options.TrainingOptions;
import io.ambidex.model.balancing.BalancingMethodProvider;
import io.ambidex.model.balancing.BalancingMethods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A running job is led through every balancing method by its control topic. */
class MethodTourITCase {

    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    @RegisterExtension static final MiniClusterExtension FLINK = TestFlink.cluster();

    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final int BATCH = 4;

    /** Scenes of one second for every method: two batches. */
    private static final int SCENES_PER_METHOD = 2 * BATCH;

    /** The first method has so many times the others' scenes, for the commands to arrive in. */
    private static final int HEAD_START = 4;

    private static final String FIRST = "joint";

    @TempDir Path directory;

    @Test
    void everyMethodTakesOverAtAnExactStepAndBadCommandsLeaveTheOldOne() throws Exception {
        List<String> tour = tour();
        JobUnderTest job = new JobUnderTest(KAFKA, KAFKA.newTopics(1), directory);
        lead(job, tour);
        assertTour(job, tour);
        assertRefusals(job, tour);
    }

    /** The fusion gets a rotation and loses it again, the network freezes and thaws. */
    @Test
    void anAttentionNetworkIsLedToRotationsAndAdaptersAndBack() throws Exception {
        List<String> tour =
                List.of("rollingq", "moka", "rollingq+ogm-ge", "moka+rollingq", "ogm-ge", FIRST);
        JobUnderTest job = new JobUnderTest(KAFKA, KAFKA.newTopics(1), directory);
        for (String modality : List.of("audio", "video")) {
            ModalityOptions.Of of = ModalityOptions.of(modality);
            job.with(of.encoder(), "patches").with(of.encoderOptions(), Map.of("size", "XS"));
        }
        lead(job.with(NetworkOptions.FUSION, "attention"), tour);
        assertTour(job, tour);
        assertRefusals(job, tour);
        assertThat(job.committed(TopicRole.ALERTS, Alert.class))
                .extracting(Alert::getKind)
                .as("every version is served")
                .doesNotContain(Alerts.MODEL_VERSION_REFUSED);
    }

    /** Runs a job whose methods change from one of the tour to the next. */
    private static void lead(JobUnderTest job, List<String> tour) throws Exception {
        SimulatorOptions scenes = scenes((HEAD_START + tour.size()) * SCENES_PER_METHOD);
        job.with(TrainingOptions.METHOD, FIRST).with(TrainingOptions.BATCH_SIZE, BATCH);
        // A failure must end the job instead of being hidden by a restart.
        job.options().setString("flink.restart-strategy.type", "disable");

        AtomicLong gate = new AtomicLong(at(scenes, HEAD_START - 1));
        Thread player = job.playBehind(gate, scenes);
        JobClient running = job.start(null);
        await().atMost(DEADLINE).until(() -> !monitors(job).isEmpty());
        commands(scenes, tour)
                .forEach(command -> job.topic(TopicRole.CONTROL).write(0, "control", command));
        // The last command is late, so that its answer tells that all have arrived.
        gate.set(at(scenes, HEAD_START - 0.2));
        await().atMost(DEADLINE).until(() -> !alerts(job, Alerts.CONTROL_LATE).isEmpty());
        gate.set(Long.MAX_VALUE);
        player.join();
        // Some methods hold examples out: the last step tells that all have come, not their number.
        long end = at(scenes, HEAD_START + tour.size());
        await().atMost(DEADLINE)
                .until(
                        () ->
                                monitors(job).stream()
                                        .anyMatch(record -> record.getEventTimeMillis() >= end));
        assertThat(running.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        job.stop(running, true);
    }

    private static List<String> tour() {
        List<String> tour =
                new ArrayList<>(
                        BalancingMethods.providers().stream()
                                .map(BalancingMethodProvider::name)
                                .toList());
        tour.remove(FIRST);
        tour.add(FIRST);
        return tour;
    }

    /** One stream whose labels are all known equally late: one example a second. */
    private static SimulatorOptions scenes(int count) {
        return SimulatorOptions.builder()
                .seed(5)
                .scenes(count)
                .streams(1)
                .labelDelay(Duration.ofMillis(100), Duration.ofMillis(100))
                .build();
    }

    /** Event time after so many times the scenes of one method. */
    private static long at(SimulatorOptions scenes, double methods) {
        return scenes.startMillis()
                + (long) (methods * SCENES_PER_METHOD * scenes.window().toMillis());
    }

    private static List<Control> commands(SimulatorOptions scenes, List<String> tour) {
        List<Control> commands = new ArrayList<>();
        for (int i = 0; i < tour.size(); i++) {
            commands.add(
                    command(
                            "to-" + tour.get(i),
                            at(scenes, HEAD_START + i),
                            tour.get(i),
                            Map.of()));
        }
        commands.add(command("unknown", at(scenes, HEAD_START + 0.5), "no-such-method", Map.of()));
        commands.add(command("bad", at(scenes, HEAD_START + 1.5), "ogm-ge", Map.of("alpha", "-3")));
        commands.add(command("late", 0, "no-such-method", Map.of()));
        return commands;
    }

    private static Control command(
            String id, long effectiveAt, String method, Map<String, String> options) {
        return Control.newBuilder()
                .setCommandId(id)
                .setEffectiveAtMillis(effectiveAt)
                .setMethod(method)
                .setOptions(options)
                .build();
    }

    private static void assertTour(JobUnderTest job, List<String> tour) throws Exception {
        List<MonitorRecord> monitors = monitors(job);
        List<String> visited = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        long step = 0;
        for (MonitorRecord record : monitors) {
            assertThat(record.getStep()).as("steps without a gap").isEqualTo(++step);
            assertThat(record.getLoss()).as(record.getMethod()).isFinite();
            assertThat(record.getSkipped()).as(record.getMethod()).isFalse();
            if (visited.isEmpty() || !record.getMethod().equals(visited.get(visited.size() - 1))) {
                visited.add(record.getMethod());
                changes.add(step + ":" + record.getMethod());
            }
        }
        assertThat(visited.get(0)).isEqualTo(FIRST);
        assertThat(visited.subList(1, visited.size())).isEqualTo(tour);
        assertThat(job.committed(TopicRole.LEDGER, LedgerEntry.class))
                .flatExtracting(LedgerEntry::getMethodChanges)
                .containsExactlyElementsOf(changes.subList(1, changes.size()));
        List<String> applied =
                changes.subList(1, changes.size()).stream()
                        .map(change -> "takes effect at step " + change.split(":")[0])
                        .toList();
        assertThat(alerts(job, Alerts.CONTROL_APPLIED))
                .hasSameSizeAs(applied)
                .zipSatisfy(
                        applied, (alert, text) -> assertThat(alert.getMessage()).endsWith(text));
    }

    private static void assertRefusals(JobUnderTest job, List<String> tour) throws Exception {
        assertThat(alerts(job, Alerts.CONTROL_REFUSED))
                .extracting(Alert::getMessage)
                .satisfiesExactly(
                        late -> assertThat(late).contains(FIRST + " goes on", "no-such-method"),
                        unknown ->
                                assertThat(unknown)
                                        .contains(
                                                tour.get(0) + " goes on",
                                                "unknown balancing method 'no-such-method'"),
                        bad ->
                                assertThat(bad)
                                        .contains(
                                                tour.get(1) + " goes on",
                                                "alpha",
                                                "0.0 to 1.0",
                                                "-3"));
    }

    private static List<MonitorRecord> monitors(JobUnderTest job) throws Exception {
        return job.committed(TopicRole.IMBALANCE, MonitorRecord.class);
    }

    private static List<Alert> alerts(JobUnderTest job, String kind) throws Exception {
        return job.committed(TopicRole.ALERTS, Alert.class).stream()
                .filter(alert -> alert.getKind().equals(kind))
                .toList();
    }
}
