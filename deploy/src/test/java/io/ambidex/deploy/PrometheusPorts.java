/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A range of ports, of which each process of a cluster takes the first free one for Prometheus.
 *
 * @param first the lowest port
 * @param last the highest
 */
record PrometheusPorts(int first, int last) {
    private static final int SIZE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A range that begins with a port that is free now. */
    static PrometheusPorts free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int first = Math.min(socket.getLocalPort(), 65535 - SIZE);
            return new PrometheusPorts(first, first + SIZE);
        }
    }

    /** As {@code standalone start --metrics-port} takes it. */
    String range() {
        return first + "-" + last;
    }

    /** What all processes tell together. */
    String scrape() throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        StringBuilder all = new StringBuilder();
        for (int port = first; port <= last; port++) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
            try {
                all.append(
                        client.send(
                                        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body());
            } catch (IOException e) {
                // No process has this port.
            }
        }
        return all.toString();
    }
}
