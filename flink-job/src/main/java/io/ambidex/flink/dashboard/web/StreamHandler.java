/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ambidex.flink.dashboard.view.DashboardState;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** {@code GET /streams?id=…}: what is known of one stream id. */
final class StreamHandler implements HttpHandler {
    private static final String PARAMETER = "id=";

    private final DashboardState state;

    StreamHandler(DashboardState state) {
        this.state = state;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!Responses.isRead(exchange)) {
                return;
            }
            String query = exchange.getRequestURI().getRawQuery();
            if (query == null || !query.startsWith(PARAMETER)) {
                Responses.text(exchange, 400, "the parameter id is needed");
                return;
            }
            String detail = state.stream(decoded(query.substring(PARAMETER.length())));
            if (detail == null) {
                Responses.text(exchange, 404, "no such stream is known");
            } else {
                Responses.json(exchange, 200, detail);
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
