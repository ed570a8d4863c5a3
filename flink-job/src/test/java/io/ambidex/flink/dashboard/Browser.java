/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, driven by the Chrome DevTools Protocol over a WebSocket. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger(1);

    /** The browser of this machine, if there is one. */
    static Optional<Path> installed() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a browser with an empty page.
     *
     * @param profile an empty folder for its data
     */
    static Browser start(Path program, Path profile) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--hide-scrollbars",
                                "--user-data-dir=" + profile,
                                "--remote-debugging-port=0",
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(profile.resolve("browser.log").toFile());
        // Else a socket of it would stay behind in the system's folder.
        builder.environment().put("TMPDIR", profile.toString());
        Process process = builder.start();
        try {
            return new Browser(process, URI.create(pageSocket(process, profile)));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private Browser(Process process, URI page) throws Exception {
        this.process = process;
        this.socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(page, new Listener())
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** The size of the window in CSS pixels, and whether the system prefers dark pages. */
    void show(int width, int height, boolean dark) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    void open(String address) throws Exception {
        call("Page.navigate", Map.of("url", address));
    }

    /** The value of an expression; a promise is awaited. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode answer =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression", expression,
                                "returnByValue", true,
                                "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.get("exceptionDetails").toString());
        }
        return answer.get("result").path("value");
    }

    /** The text of the first element that a selector finds; empty when there is none. */
    String text(String selector) throws Exception {
        return evaluate(
                        "document.querySelector("
                                + JSON.writeValueAsString(selector)
                                + ")?.innerText ?? ''")
                .asText();
    }

    /** Clicks the first element that a selector finds. */
    void click(String selector) throws Exception {
        evaluate("document.querySelector(" + JSON.writeValueAsString(selector) + ").click()");
    }

    /** Takes a picture of the whole page. */
    void screenshot(Path png) throws Exception {
        JsonNode answer =
                call(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(png, Base64.getDecoder().decode(answer.get("data").asText()));
    }

    /** What stands in the console as an error, exceptions and refused requests included. */
    List<String> errors() {
        return errors;
    }

    /** Addresses of everything that was asked for. */
    List<String> requests() {
        return requests;
    }

    JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = next.getAndIncrement();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(JSON.writeValueAsString(message), true)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle child : children) {
            child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Chromium writes its port into its folder, and lists its pages there. */
    private static String pageSocket(Process process, Path profile) throws Exception {
        Path portFile = profile.resolve("DevToolsActivePort");
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patience && process.isAlive()) {
            if (Files.exists(portFile) && Files.readAllLines(portFile).size() >= 2) {
                String port = Files.readAllLines(portFile).get(0);
                for (JsonNode page : pages(port)) {
                    if (page.path("type").asText().equals("page")) {
                        return page.get("webSocketDebuggerUrl").asText();
                    }
                }
            }
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException(
                "the browser did not open a page: "
                        + Files.readString(profile.resolve("browser.log")));
    }

    private static JsonNode pages(String port) throws Exception {
        URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
        return JSON.readTree(
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                        .body());
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                take(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String text) {
            try {
                JsonNode json = JSON.readTree(text);
                if (json.has("id")) {
                    CompletableFuture<JsonNode> answer = answers.remove(json.get("id").asInt());
                    if (json.has("error")) {
                        answer.completeExceptionally(new IOException(json.get("error").toString()));
                    } else {
                        answer.complete(json.get("result"));
                    }
                } else {
                    event(json.path("method").asText(), json.path("params"));
                }
            } catch (IOException e) {
                errors.add("unreadable message of the browser: " + e);
            }
        }

        private void event(String method, JsonNode parameters) {
            switch (method) {
                case "Runtime.exceptionThrown" -> errors.add(parameters.toString());
                case "Runtime.consoleAPICalled" -> {
                    if (parameters.path("type").asText().equals("error")) {
                        errors.add(parameters.path("args").toString());
                    }
                }
                case "Log.entryAdded" -> {
                    if (parameters.path("entry").path("level").asText().equals("error")) {
                        errors.add(parameters.path("entry").toString());
                    }
                }
                case "Network.requestWillBeSent" ->
                        requests.add(parameters.path("request").path("url").asText());
                default -> {
                    // Of no interest.
                }
            }
        }
    }
}
