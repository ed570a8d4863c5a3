/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Where a Flink cluster's REST endpoint listens.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record ClusterAddress(String host, int port) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Reads {@code host:port} or {@code http://host:port}.
     *
     * @throws CommandException when the text is neither
     */
    public static ClusterAddress parse(String text) {
        String address = text.startsWith("http://") ? text.substring("http://".length()) : text;
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (colon > 0 && port >= 1 && port <= 65535) {
                return new ClusterAddress(address.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw CommandException.usage("a target is local or host:port, but this is " + text);
    }

    /**
     * Makes sure that a Flink cluster answers.
     *
     * @throws CommandException when none does
     */
    void requireCluster() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://" + this + "/overview"))
                            .timeout(PATIENCE)
                            .build();
            HttpResponse<String> answer =
                    HttpClient.newBuilder()
                            .connectTimeout(PATIENCE)
                            .build()
                            .send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200 || !answer.body().contains("flink-version")) {
                throw CommandException.failed("what answers at " + this + " is no Flink cluster");
            }
        } catch (IOException e) {
            throw CommandException.failed("no Flink cluster answers at " + this, e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
