/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.chaos;

import io.ambidex.connectors.kafka.KafkaAccessException;
import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicAdmin;
import io.ambidex.deploy.standalone.BrokerProcess;
import io.ambidex.deploy.standalone.FlinkRest;
import io.ambidex.deploy.standalone.StandaloneCluster;
import io.ambidex.flink.cli.ClusterAddress;
import io.ambidex.flink.cli.JobSubmission;
import io.ambidex.flink.options.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;

/**
 * The processes and the job.
 *
 * <p>There is no high availability of the job manager: a new one knows nothing of the job. It is
 * submitted again from the newest retained checkpoint, as a person or a script would do, and goes
 * on as itself: the transactional ids are the same, so that what the old one had prepared is
 * committed or aborted as that checkpoint says.
 */
final class World implements AutoCloseable {
    /** Cap of the memory of a task manager's process. */
    static final int TASK_MANAGER_MIB = 1_600;

    private static final int TASK_MANAGERS = 2;
    private static final int PARTITIONS = 2;
    private static final Duration START_PATIENCE = Duration.ofSeconds(180);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(15);
    private static final long LOOK_MILLIS = 250;

    /** Small processes, of which one can carry the whole job, and that soon miss a job manager. */
    private static final Map<String, String> FLINK =
            Map.of(
                    "taskmanager.numberOfTaskSlots", "2",
                    "taskmanager.memory.process.size", TASK_MANAGER_MIB + "m",
                    "taskmanager.memory.task.off-heap.size", "512m",
                    "taskmanager.load-balance.mode", "SLOTS",
                    "heartbeat.timeout", "12 s");

    private final Path home;
    private final BrokerProcess broker;
    private final StandaloneCluster cluster;
    private final RetainedCheckpoints checkpoints;

    /** Task managers of which an end by themselves may be the consequence of the last kill. */
    private final Set<String> excused = new HashSet<>();

    private Configuration options;
    private String address;
    private FlinkRest rest;
    private String job;

    World(Path home, ChaosFolder folder) throws IOException {
        this.home = home;
        this.broker = new BrokerProcess(home, folder.broker());
        this.cluster = new StandaloneCluster(home, folder.cluster());
        this.checkpoints = new RetainedCheckpoints(folder.checkpoints());
    }

    KafkaConnection kafka() {
        return broker.connection();
    }

    FlinkRest rest() {
        return rest;
    }

    /** Id of the job as it was submitted last. */
    String job() {
        return job;
    }

    /** Process id of a task manager. */
    long pid(String taskManager) throws IOException {
        return cluster.pid(taskManager);
    }

    /** Starts everything, and the job from nothing. */
    void start(Configuration jobOptions) throws Exception {
        options = jobOptions;
        broker.start();
        createTopics();
        address = cluster.start(TASK_MANAGERS, 0, null, START_PATIENCE, FLINK);
        rest = new FlinkRest(address);
        submit(null);
    }

    private void createTopics() throws Exception {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            try (TopicAdmin admin = new TopicAdmin(kafka(), ANSWER_PATIENCE)) {
                admin.create(KafkaSettings.topics(options).all(), PARTITIONS, 1, true);
                return;
            } catch (KafkaAccessException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /**
     * Kills a process, waits, and starts it again; a job that has lost its job manager is submitted
     * again.
     *
     * @param killed told of the name as soon as it is dead
     * @return the checkpoint from which the job was submitted again; null when it was not
     */
    String kill(KillPlan.Planned planned, java.util.function.Consumer<String> killed)
            throws Exception {
        for (int i = 1; i <= TASK_MANAGERS; i++) {
            excused.add(StandaloneCluster.taskManager(i));
        }
        switch (planned.victim()) {
            case BROKER -> {
                broker.kill();
                killed.accept("broker");
                Thread.sleep(planned.downFor().toMillis());
                broker.start();
            }
            case TASK_MANAGER -> {
                String name = taskManager(planned.choice());
                cluster.kill(name);
                killed.accept(name);
                Thread.sleep(planned.downFor().toMillis());
                cluster.restart(name);
            }
            case JOB_MANAGER -> {
                cluster.kill(StandaloneCluster.JOB_MANAGER);
                killed.accept(StandaloneCluster.JOB_MANAGER);
                Thread.sleep(planned.downFor().toMillis());
                cluster.restart(StandaloneCluster.JOB_MANAGER);
                Path from = checkpoints.newest().orElse(null);
                String path = from == null ? null : from.toUri().toString();
                submitWhenReady(path);
                return from == null ? "none" : from.getFileName().toString();
            }
        }
        return null;
    }

    /**
     * Looks after the processes. A task manager may end by itself in consequence of a kill (it
     * gives itself up when a task does not end), and is started once more then, as a supervisor
     * would.
     *
     * @throws IllegalStateException when any other process, a task manager that no kill excuses, or
     *     one for the second time after the same kill has ended; the message names it and its logs
     */
    void supervise() throws IOException {
        for (int i = 1; i <= TASK_MANAGERS; i++) {
            String name = StandaloneCluster.taskManager(i);
            if (!cluster.isAlive(name) && excused.remove(name)) {
                cluster.restart(name);
            }
        }
        broker.requireAlive();
        cluster.requireAlive();
    }

    /** One that runs tasks of the job, if any does. */
    private String taskManager(int choice) throws InterruptedException {
        List<String> hosts = new ArrayList<>();
        try {
            hosts.addAll(rest.hosts(job));
        } catch (IOException e) {
            // The job is being submitted again: any task manager will do.
        }
        hosts.removeIf(name -> !name.startsWith("taskmanager-"));
        return hosts.isEmpty()
                ? StandaloneCluster.taskManager(1 + choice % TASK_MANAGERS)
                : hosts.get(choice % hosts.size());
    }

    private void submitWhenReady(String checkpoint) throws Exception {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            try {
                if (rest.taskManagers() > 0) {
                    // An answer that was lost may have been a yes.
                    List<String> there = rest.jobs();
                    if (there.isEmpty()) {
                        submit(checkpoint);
                    } else {
                        job = there.get(0);
                    }
                    return;
                }
            } catch (Exception e) {
                if (e instanceof InterruptedException || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void submit(String checkpoint) throws Exception {
        job =
                new JobSubmission(options, List.of(home.resolve("job/ambidex.jar")), checkpoint)
                        .submitTo(ClusterAddress.parse(address))
                        .getJobID()
                        .toString();
    }

    @Override
    public void close() throws IOException {
        try (broker) {
            cluster.stop();
        }
    }
}
