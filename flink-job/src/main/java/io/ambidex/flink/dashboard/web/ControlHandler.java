/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ambidex.connectors.schema.Control;
import io.ambidex.flink.dashboard.control.ControlDesk;
import io.ambidex.flink.dashboard.control.ControlRequest;
import io.ambidex.flink.dashboard.control.RefusedCommandException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /control}: whether commands are taken, which methods there are, and which options of
 * the drift watch. {@code POST /control}: a command as JSON, with the token in the header {@code
 * Authorization: Bearer …}, which no page of another origin can send and no log of addresses shows.
 */
final class ControlHandler implements HttpHandler {
    private static final int MAX_BYTES = 1 << 16;
    private static final String BEARER = "Bearer ";

    /** Makes guessing slow. */
    private static final long WRONG_TOKEN_MILLIS = 500;

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private final ControlDesk desk;

    ControlHandler(ControlDesk desk) {
        this.desk = desk;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "GET" -> describe(exchange);
                case "POST" -> command(exchange);
                default -> {
                    exchange.getResponseHeaders().set("Allow", "GET, POST");
                    Responses.text(exchange, 405, "only GET and POST are answered here");
                }
            }
        }
    }

    private void describe(HttpExchange exchange) throws IOException {
        boolean open = desk.isOpen();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("enabled", open);
        form.put("methods", open ? MethodView.all() : List.of());
        form.put("drift", open ? DriftOptionView.all() : List.of());
        Responses.json(exchange, 200, JSON.writeValueAsString(form));
    }

    private void command(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!HostCheck.isOwnOrigin(exchange)) {
            Responses.text(exchange, 403, "commands are taken from this server's own page only");
            return;
        }
        if (type == null || !type.startsWith("application/json")) {
            Responses.text(exchange, 415, "a command is sent as application/json");
            return;
        }
        String token = token(exchange);
        try {
            desk.requireAllowed(token);
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                Responses.text(exchange, 413, "a command has at most " + MAX_BYTES + " bytes");
                return;
            }
            Control sent = desk.submit(token, JSON.readValue(body, ControlRequest.class));
            Responses.json(
                    exchange,
                    202,
                    JSON.writeValueAsString(
                            Map.of(
                                    "commandId",
                                    sent.getCommandId(),
                                    "effectiveAtMillis",
                                    sent.getEffectiveAtMillis())));
        } catch (RefusedCommandException e) {
            if (e.reason() == RefusedCommandException.Cause.NOT_ALLOWED) {
                pause();
            }
            Responses.text(exchange, status(e.reason()), e.getMessage());
        } catch (JsonProcessingException e) {
            Responses.text(exchange, 400, "not a command: " + e.getOriginalMessage());
        }
    }

    private static String token(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && given.startsWith(BEARER) ? given.substring(BEARER.length()) : null;
    }

    private static int status(RefusedCommandException.Cause reason) {
        return switch (reason) {
            case DISABLED -> 404;
            case NOT_ALLOWED -> 401;
            case WRONG -> 400;
            case NOT_NOW -> 503;
        };
    }

    private static void pause() {
        try {
            Thread.sleep(WRONG_TOKEN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
