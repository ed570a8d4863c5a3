/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambidex.connectors.kafka.KafkaConnection;
import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.flink.dashboard.DashboardSettings;
import io.ambidex.flink.dashboard.StoryRecords;
import io.ambidex.flink.dashboard.control.ControlAccess;
import io.ambidex.flink.dashboard.control.ControlCommands;
import io.ambidex.flink.dashboard.control.ControlDesk;
import io.ambidex.flink.dashboard.control.ControlSender;
import io.ambidex.flink.dashboard.view.DashboardState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardServerTest {
    private static final String TOKEN = "a-token-of-some-length";
    private static final String STREAM = "door \"7\" <img src=x onerror=alert(1)>";

    private final DashboardState state =
            new DashboardState(
                    Map.of(TopicRole.IMBALANCE, "imbalance", TopicRole.PREDICTIONS, "predictions"),
                    System::currentTimeMillis);
    private final HttpClient client = HttpClient.newHttpClient();
    private DashboardServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(ControlAccess.token(TOKEN));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DashboardServer start(ControlAccess access) throws IOException {
        ControlSender nowhere = new ControlSender(KafkaConnection.to("127.0.0.1:1"), "control");
        return DashboardServer.start(
                DashboardSettings.LOOPBACK,
                0,
                state,
                new ControlDesk(access, new ControlCommands("page", nowhere, state)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "page.html",
                "css/base.css",
                "js/main.js",
                "icon.svg",
                "vendor/uplot-1.6.32/uPlot.iife.min.js"
            })
    void filesOfThePageAreServed(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../DashboardServer.class",
                "%2e%2e/web/DashboardServer.class",
                "js/../../x.js",
                "js/",
                "nothing.js",
                "vendor/uplot-1.6.32/LICENSE.exe"
            })
    void nothingElseIs(String path) throws Exception {
        assertThat(rawGet("/" + path, "127.0.0.1:" + port())).startsWith("HTTP/1.1 404");
    }

    @Test
    void aPageMayLoadAndRunOnlyWhatIsItsOwn() throws Exception {
        assertThat(get("").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy ->
                                assertThat(policy)
                                        .contains("default-src 'none'", "script-src 'self'")
                                        .doesNotContain("unsafe"));
        assertThat(get("").body()).doesNotContain("http://", "https://", "style=", "onclick=");
    }

    @Test
    void aForeignNameIsRefused() throws Exception {
        assertThat(rawGet("/", "evil.example:" + port())).startsWith("HTTP/1.1 421");
        assertThat(rawGet("/events", "evil.example")).startsWith("HTTP/1.1 421");
        assertThat(rawGet("/", "localhost:" + port())).startsWith("HTTP/1.1 200");
    }

    @Test
    void aNewPageIsToldEverythingAndThenWhatIsNew() throws Exception {
        StoryRecords story = new StoryRecords(100);
        long now = System.currentTimeMillis();
        state.accept(TopicRole.IMBALANCE, story.monitor("main", 1, now), now);
        HttpResponse<InputStream> answer =
                client.send(request("events").build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(untilData(lines, "series")).contains("\"step\":[1]", "\"from\":0");
            assertThat(untilData(lines, "status")).contains("InfoReg");
            untilData(lines, "tick");
            state.accept(TopicRole.IMBALANCE, story.monitor("main", 2, now + 900), now);
            assertThat(untilData(lines, "series")).contains("2]");
        }
    }

    @Test
    void aStreamIsFoundUnderWhateverNameItHas() throws Exception {
        long now = System.currentTimeMillis();
        state.accept(TopicRole.PREDICTIONS, new StoryRecords(9).prediction(STREAM, 1, 0, now), now);
        String id = java.net.URLEncoder.encode(STREAM, StandardCharsets.UTF_8);
        HttpResponse<String> answer = get("streams?id=" + id);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).contains("onerror=alert(1)");
        assertThat(get("streams?id=other").statusCode()).isEqualTo(404);
        assertThat(rawGet("/streams?id=%zz", "127.0.0.1:" + port())).startsWith("HTTP/1.1 400");
        assertThat(get("streams").statusCode()).isEqualTo(400);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(
                            () ->
                                    DashboardServer.start(
                                            "0.0.0.0",
                                            port,
                                            state,
                                            new ControlDesk(ControlAccess.OFF, null)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("choose another one");
        }
    }

    @Test
    void methodsAndTheirOptionsAreDescribedWhereControlIsOn() throws Exception {
        assertThat(get("control").body())
                .contains(
                        "\"enabled\":true",
                        "\"name\":\"inforeg\"",
                        "\"limits\"",
                        "\"name\":\"drift.adwin.delta\"",
                        "\"defaultValue\":\"0.002\"");
    }

    @Test
    void controlIsOffUnlessEnabled() throws Exception {
        try (DashboardServer closed = start(ControlAccess.OFF)) {
            URI control = URI.create(closed.address() + "control");
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(control).build(), BodyHandlers.ofString());
            assertThat(answer.body()).contains("\"enabled\":false", "\"methods\":[]");
            HttpRequest command =
                    HttpRequest.newBuilder(control)
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + TOKEN)
                            .POST(BodyPublishers.ofString("{}"))
                            .build();
            assertThat(client.send(command, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aCommandNeedsTheToken() throws Exception {
        assertThat(command("{\"method\":\"ogm\",\"afterSeconds\":1}", "wrong").statusCode())
                .isEqualTo(401);
        assertThat(command("{\"method\":\"ogm\",\"afterSeconds\":1}", null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aCommandMustMakeSense() throws Exception {
        assertThat(command("{\"method\":\"ogn\",\"afterSeconds\":1}", TOKEN).body())
                .contains("unknown balancing method 'ogn'");
        assertThat(
                        command(
                                        "{\"method\":\"ogm\",\"options\":{\"alpha\":\"x\"},\"afterSeconds\":1}",
                                        TOKEN)
                                .body())
                .contains("option 'alpha'");
        assertThat(command("{\"afterSeconds\":1}", TOKEN).body()).contains("neither method");
        assertThat(command("{\"method\":\"ogm\",\"afterSeconds\":-1}", TOKEN).statusCode())
                .isEqualTo(400);
        assertThat(command("{", TOKEN).statusCode()).isEqualTo(400);
        assertThat(command("{\"method\":\"ogm\",\"afterSeconds\":1,\"x\":1}", TOKEN).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aThresholdOutsideItsLimitsIsRefusedWithLimitAndValue() throws Exception {
        assertThat(drift("drift.adwin.delta", "7", "main"))
                .contains("above 0 and below 1", "was 7.0");
        assertThat(drift("drift.actions", "alert,panic", "main"))
                .contains("drift.actions", "panic");
        assertThat(drift("drift.adwin.gamma", "1", "main"))
                .contains("unknown option drift.adwin.gamma", "drift.adwin.delta");
        assertThat(drift("drift.adwin.delta", "0.01", "shadow")).contains("watched on main");
        assertThat(drift("drift.adwin.delta", "0.01", "both"))
                .contains("must be main or shadow, but is both");
        assertThat(drift("drift.adwin.delta", "0.01", "main")).contains("no event time is known");
        assertThat(drift("drift.adwin.delta", "", "main")).contains("no event time is known");
    }

    private String drift(String option, String value, String learner) throws Exception {
        String body =
                "{\"drift\":{\"%s\":\"%s\"},\"learner\":\"%s\",\"afterSeconds\":1}"
                        .formatted(option, value, learner);
        return command(body, TOKEN).body();
    }

    @Test
    void withoutEventTimeACommandCannotTakeEffect() throws Exception {
        HttpResponse<String> answer = command("{\"method\":\"ogm\",\"afterSeconds\":1}", TOKEN);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("no event time is known yet");
    }

    @Test
    void aCommandFromAnotherOriginOrAPlainFormIsRefused() throws Exception {
        HttpRequest.Builder foreign =
                request("control")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Origin", "http://evil.example")
                        .POST(BodyPublishers.ofString("{}"));
        assertThat(client.send(foreign.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        HttpRequest.Builder form =
                request("control")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"));
        assertThat(client.send(form.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(415);
    }

    @Test
    void aTokenMayBeNeitherShortNorSeen() {
        assertThatThrownBy(() -> ControlAccess.token("short"))
                .hasMessage("the control token must have 16 characters or more, but has 5");
        assertThat(ControlAccess.token(TOKEN).toString()).doesNotContain(TOKEN);
        assertThat(ControlAccess.newToken()).hasSize(32).isNotEqualTo(ControlAccess.newToken());
        assertThat(ControlAccess.OFF.allows(null)).isFalse();
    }

    private HttpResponse<String> command(String body, String token) throws Exception {
        HttpRequest.Builder request =
                request("control")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path));
    }

    private int port() {
        return URI.create(server.address()).getPort();
    }

    /** The first line of the answer to a request that no well-behaved client would send. */
    private String rawGet(String path, String host) throws IOException {
        try (Socket socket = new Socket(DashboardSettings.LOOPBACK, port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private static String untilData(BufferedReader lines, String event) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("event: " + event)) {
                return lines.readLine();
            }
        }
        throw new AssertionError("the stream has ended without " + event);
    }
}
