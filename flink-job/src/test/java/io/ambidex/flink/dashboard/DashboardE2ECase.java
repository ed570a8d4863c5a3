/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.ambidex.connectors.kafka.TopicRole;
import io.ambidex.connectors.kafka.Topics;
import io.ambidex.connectors.schema.MonitorRecord;
import io.ambidex.connectors.schema.Prediction;
import io.ambidex.flink.dashboard.control.ControlAccess;
import io.ambidex.flink.local.KafkaExtension;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, fed by a real broker. */
class DashboardE2ECase {
    @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

    private static final int STEPS = 600;
    private static final long BEFORE_MILLIS = 60_000;
    private static final String MARKUP = "<b>door</b><img src=x onerror=document.title='gone'>";
    private static final String TOKEN = "a-token-of-some-length";

    /** Pixels of the plots' canvases that are not transparent, per chart. */
    private static final String DRAWN =
            "[...document.querySelectorAll('#charts canvas')].map(c => {"
                    + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                    + "let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 0) n++;"
                    + "return n; })";

    private final StoryRecords story = new StoryRecords(STEPS);

    /** When the last step that was played was made. */
    private long played = System.currentTimeMillis() - BEFORE_MILLIS;

    @TempDir private Path profile;
    private Browser browser;
    private Topics topics;
    private OutputTopics job;
    private Dashboard dashboard;

    @BeforeEach
    void open() throws Exception {
        Optional<Path> program = Browser.installed();
        assumeThat(program).as("a Chromium in /usr/bin").isPresent();
        topics = KAFKA.newTopics(1);
        job = new OutputTopics(KAFKA.connection(), KAFKA.uniqueName());
        dashboard = startDashboard(0);
        browser = Browser.start(program.orElseThrow(), profile);
        browser.show(1280, 900, false);
        browser.open(dashboard.address());
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (dashboard != null) {
            dashboard.close();
        }
        if (job != null) {
            job.close();
        }
    }

    @Test
    void theStoryIsSeenAsItIsTold() throws Exception {
        eventually(
                () ->
                        assertThat(browser.text("#sentence"))
                                .isEqualTo("Waiting for the first training step."));
        play(1, 120);
        eventually(() -> assertThat(sentence()).startsWith("Audio dominates"));
        assertThat(browser.text("#shadow")).contains("joint: audio dominates");
        play(121, 360);
        eventually(() -> assertThat(sentence()).startsWith("Audio leads"));
        play(361, STEPS);
        eventually(
                () -> assertThat(sentence()).contains("audio missing in 80 % of clips", "InfoReg"));

        eventually(
                () ->
                        assertThat(browser.evaluate(DRAWN))
                                .hasSizeGreaterThanOrEqualTo(8)
                                .allSatisfy(n -> assertThat(n.asInt()).isGreaterThan(1_000)));
        assertThat(browser.text("#tiles")).contains("champion", "0.5", "600", "InfoReg");
        assertThat(browser.text("#streams")).contains("camera-3", MARKUP);
        assertThat(browser.evaluate("document.querySelectorAll('#streams img, #streams b').length"))
                .hasToString("0");
        assertThat(browser.text("title")).doesNotContain("gone");

        provenanceIsShownOfTheVersionThatIsClicked();
        aClickOnAStreamFilters();
        everyChartHasATable();
        theThemeCanBeChanged();
        aPhoneShowsEverythingInItsWidth();
        aReloadBringsEverythingBack();
        nothingIsAskedOfTheOutsideAndNoErrorStandsInTheConsole();
    }

    @Test
    void aBrokenConnectionIsToldAndHeals() throws Exception {
        play(1, 50);
        eventually(() -> assertThat(browser.text("#connection")).isEqualTo("live"));
        int port = URI.create(dashboard.address()).getPort();
        dashboard.close();
        eventually(() -> assertThat(browser.text("#connection")).contains("connection lost"));
        assertThat(sentence()).startsWith("Audio");
        dashboard = startDashboard(port);
        eventually(() -> assertThat(browser.text("#connection")).isEqualTo("live"));
    }

    @Test
    void methodAndOptionsAreChangedFromThePage() throws Exception {
        play(1, 20);
        eventually(() -> assertThat(browser.text("#control")).contains("Method", "inforeg"));
        browser.evaluate(
                "(() => { const m = document.querySelector('#control-method'); m.value = 'ogm';"
                        + "m.dispatchEvent(new Event('change'));"
                        + "document.querySelector('#control-token').value = 'wrong-token-of-somebody';"
                        + "})()");
        browser.click("#control button[type=submit]");
        eventually(
                () ->
                        assertThat(browser.text("#control-outcome"))
                                .isEqualTo("Refused: the token is wrong or missing"));
        browser.evaluate("document.querySelector('#control-token').value = '" + TOKEN + "'");
        browser.click("#control button[type=submit]");
        eventually(() -> assertThat(browser.text("#control-outcome")).contains("is on its way"));
        browser.evaluate(
                "(() => { document.querySelector('#control details').open = true;"
                        + "document.querySelector('[data-drift=\"drift.adwin.delta\"]').value = '7';"
                        + "})()");
        browser.click("#control button[type=submit]");
        eventually(
                () ->
                        assertThat(browser.text("#control-outcome"))
                                .isEqualTo(
                                        "Refused: options drift.*: delta must be above 0 and below 1, was"
                                                + " 7.0"));
        browser.evaluate(
                "document.querySelector('[data-drift=\"drift.adwin.delta\"]').value = '0.01'");
        browser.click("#control button[type=submit]");
        eventually(() -> assertThat(browser.text("#control-outcome")).contains("is on its way"));
        assertThat(browser.requests()).noneMatch(address -> address.contains(TOKEN));
    }

    private void provenanceIsShownOfTheVersionThatIsClicked() throws Exception {
        browser.click("#versions button");
        assertThat(browser.text("#provenance"))
                .contains("Version 0.5", "sha256:", "method", "inforeg", "seed");
        browser.click("#provenance-close");
        browser.click(".mark");
        assertThat(browser.text("#provenance")).contains("digest");
        browser.click("#provenance-close");
    }

    private void aClickOnAStreamFilters() throws Exception {
        browser.click("#streams button[data-key=camera-3]");
        eventually(
                () ->
                        assertThat(browser.text("#stream-detail"))
                                .contains("Last clips of camera-3", "bell"));
        assertThat(browser.text("#streams")).doesNotContain("camera-1");
        assertThat(browser.text("#letters")).contains("No input of this stream was refused.");
        assertThat(browser.text("#filter")).contains("camera-3");
        eventually(
                () -> {
                    assertThat(browser.text("#card-accuracy"))
                            .contains("this stream", "joint", "video (shadow)")
                            .doesNotContain("served");
                    assertThat(browser.text("#card-input")).contains("this stream", "skew");
                    assertThat(browser.text("#card-fisher")).contains("all streams");
                });
        browser.click("#filter-clear");
        eventually(() -> assertThat(browser.text("#streams")).contains("camera-1"));
        assertThat(browser.text("#card-accuracy")).contains("served");
        assertThat(browser.text("#letters")).contains("9000 x 9000");
    }

    private void everyChartHasATable() throws Exception {
        browser.click("#card-accuracy button");
        assertThat(browser.text("#card-accuracy table"))
                .contains("time", "joint", "video (shadow)");
        browser.click("#card-accuracy button");
    }

    private void theThemeCanBeChanged() throws Exception {
        String paper = "getComputedStyle(document.body).backgroundColor";
        String light = browser.evaluate(paper).asText();
        browser.click("#theme");
        assertThat(browser.evaluate(paper).asText()).isNotEqualTo(light);
        browser.click("#theme");
        browser.evaluate("localStorage.clear()");
        browser.show(1280, 900, true);
        eventually(() -> assertThat(browser.evaluate(paper).asText()).isNotEqualTo(light));
    }

    private void aPhoneShowsEverythingInItsWidth() throws Exception {
        browser.show(390, 800, true);
        eventually(
                () ->
                        assertThat(
                                        browser.evaluate(
                                                        "document.documentElement.scrollWidth - innerWidth")
                                                .asInt())
                                .isLessThanOrEqualTo(0));
    }

    private void aReloadBringsEverythingBack() throws Exception {
        browser.open(dashboard.address());
        eventually(
                () -> {
                    assertThat(sentence()).contains("InfoReg");
                    assertThat(browser.text("#tiles")).contains("600");
                });
    }

    private void nothingIsAskedOfTheOutsideAndNoErrorStandsInTheConsole() {
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(address -> address.startsWith(dashboard.address()));
        assertThat(browser.errors()).isEmpty();
    }

    private String sentence() throws Exception {
        return browser.text("#sentence").replace('\u00a0', ' ');
    }

    private Dashboard startDashboard(int port) throws Exception {
        return Dashboard.start(
                DashboardSettings.DEFAULT.withPort(port).withControl(ControlAccess.token(TOKEN)),
                KAFKA.connection(),
                topics);
    }

    /** Plays steps as if they had been made since the last ones. */
    private void play(int from, int to) {
        long begin = played;
        played = System.currentTimeMillis();
        List<MonitorRecord> monitors = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        for (int step = from; step <= to; step++) {
            long at = begin + (played - begin) * (step - from + 1) / (to - from + 1);
            monitors.add(story.monitor("main", step, at));
            monitors.add(story.monitor("shadow", step, at));
            for (String stream : List.of("camera-1", "camera-2", "camera-3", MARKUP)) {
                predictions.add(story.prediction(stream, step, (step - 1) / 100, at));
            }
            if (step % 100 == 1) {
                int version = step / 100;
                job.commit(
                        topics.name(TopicRole.MODEL_UPDATES),
                        List.of(story.version(version, step, at)));
                job.commit(topics.name(TopicRole.LEDGER), List.of(story.ledger(version, step)));
            }
        }
        job.commit(topics.name(TopicRole.IMBALANCE), monitors);
        job.commit(topics.name(TopicRole.PREDICTIONS), predictions);
        job.commit(
                topics.name(TopicRole.DEAD_LETTERS),
                List.of(StoryRecords.deadLetter("camera-2", played)));
        job.commit(
                topics.name(TopicRole.ALERTS),
                List.of(StoryRecords.alert("info", "all is well", played)));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(assertion);
    }
}
