/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The few calls to a cluster's REST endpoint that the tests need. */
final class FlinkRest {
    private static final Set<String> ENDED = Set.of("CANCELED", "FINISHED", "FAILED");

    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * @param address {@code host:port}
     */
    FlinkRest(String address) {
        this.address = address;
    }

    /** Ids of the jobs that have not ended. */
    List<String> runningJobs() {
        List<String> ids = new ArrayList<>();
        for (JsonNode job : send(request("/jobs").GET()).get("jobs")) {
            if (!ENDED.contains(job.get("status").asText())) {
                ids.add(job.get("id").asText());
            }
        }
        return ids;
    }

    void cancel(String job) {
        send(
                request("/jobs/" + job + "?mode=cancel")
                        .method("PATCH", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return new ObjectMapper()
                    .readTree(
                            client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
