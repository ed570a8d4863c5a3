/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is asked of a cluster's REST endpoint. */
public final class FlinkRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String address;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * @param address {@code host:port}
     */
    public FlinkRest(String address) {
        this.address = address;
    }

    /** Task managers that have registered. */
    public int taskManagers() throws IOException, InterruptedException {
        return get("/overview").path("taskmanagers").asInt();
    }

    /** Ids of all jobs that the cluster knows. */
    public List<String> jobs() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        get("/jobs").path("jobs").forEach(job -> ids.add(job.path("id").asText()));
        return ids;
    }

    /** State of a job, as {@code RUNNING}. */
    public String state(String job) throws IOException, InterruptedException {
        return get("/jobs/" + job).path("state").asText();
    }

    /** Ids of the task managers that tasks of a job run on. */
    public Set<String> hosts(String job) throws IOException, InterruptedException {
        Set<String> hosts = new TreeSet<>();
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            JsonNode detail = get("/jobs/" + job + "/vertices/" + vertex.path("id").asText());
            for (JsonNode subtask : detail.path("subtasks")) {
                hosts.add(subtask.path("taskmanager-id").asText());
            }
        }
        return hosts;
    }

    /** Counts of a job's checkpoints since it was submitted. */
    public CheckpointCounts checkpoints(String job) throws IOException, InterruptedException {
        JsonNode counts = get("/jobs/" + job + "/checkpoints").path("counts");
        return new CheckpointCounts(
                counts.path("completed").asLong(), counts.path("failed").asLong());
    }

    /** Bytes of heap that a task manager uses. */
    public long heapBytes(String taskManager) throws IOException, InterruptedException {
        return heap(taskManager, "Used");
    }

    /** Bytes of heap that a task manager may use. */
    public long heapLimitBytes(String taskManager) throws IOException, InterruptedException {
        return heap(taskManager, "Max");
    }

    private long heap(String taskManager, String what) throws IOException, InterruptedException {
        String name = "Status.JVM.Memory.Heap." + what;
        return get("/taskmanagers/" + taskManager + "/metrics?get=" + name)
                .path(0)
                .path("value")
                .asLong();
    }

    /** How often a job was started again since it was submitted; null before it tells. */
    public Long restarts(String job) throws IOException, InterruptedException {
        JsonNode value = get("/jobs/" + job + "/metrics?get=numRestarts").path(0).path("value");
        return value.isMissingNode() ? null : Long.valueOf(value.asLong());
    }

    /**
     * A metric of the first subtask of whichever task of a job has it.
     *
     * @param name how its full name ends
     * @return its value as it was reported last; 0 before any task has it
     */
    public long metric(String job, String name) throws IOException, InterruptedException {
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            String metrics =
                    "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/metrics";
            for (JsonNode metric : get(metrics)) {
                String id = metric.path("id").asText();
                if (id.startsWith("0.") && id.endsWith("." + name)) {
                    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
                    return get(metrics + "?get=" + encoded).path(0).path("value").asLong();
                }
            }
        }
        return 0;
    }

    /** Cancels a job; does not wait until it has ended. */
    public void cancel(String job) throws IOException, InterruptedException {
        send(
                request("/jobs/" + job + "?mode=cancel")
                        .method("PATCH", HttpRequest.BodyPublishers.noBody()));
    }

    /** Has a job use all that waits, commit it and end. */
    public void drain(String job, String folderUri) throws IOException, InterruptedException {
        send(
                request("/jobs/" + job + "/stop")
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        JSON.createObjectNode()
                                                .put("drain", true)
                                                .put("targetDirectory", folderUri)
                                                .toString())));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
