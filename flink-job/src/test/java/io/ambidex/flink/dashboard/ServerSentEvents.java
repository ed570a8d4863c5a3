/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the events of a dashboard as a browser does, and keeps the last of each name. */
public final class ServerSentEvents implements AutoCloseable {
    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> last = new ConcurrentHashMap<>();
    private final BufferedReader lines;
    private final Thread thread;

    /** Connects to the dashboard at an address. */
    public ServerSentEvents(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "events")).build();
        lines =
                new BufferedReader(
                        new InputStreamReader(
                                HttpClient.newHttpClient()
                                        .send(request, BodyHandlers.ofInputStream())
                                        .body(),
                                StandardCharsets.UTF_8));
        thread = new Thread(this::read, "events");
        thread.setDaemon(true);
        thread.start();
    }

    /** The last event of a name; a missing node before the first. */
    public JsonNode last(String name) {
        return last.getOrDefault(
                name, com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private void read() {
        try {
            String name = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(EVENT)) {
                    name = line.substring(EVENT.length());
                } else if (line.startsWith(DATA)) {
                    last.put(name, json.readTree(line.substring(DATA.length())));
                }
            }
        } catch (IOException e) {
            last.put("end", json.createObjectNode().put("reason", String.valueOf(e)));
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        lines.close();
    }
}
