/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The structure of the dashboard for Grafana. That every metric it names exists is shown where a
 * job is scraped.
 */
class GrafanaDashboardTest {

    private static final Path FILE = Path.of("../deploy/grafana/ambidex.json");

    /** Columns of Grafana's grid. */
    private static final int COLUMNS = 24;

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)");

    private JsonNode dashboard;
    private final List<JsonNode> panels = new ArrayList<>();

    @BeforeEach
    void read() throws Exception {
        dashboard = new ObjectMapper().readTree(FILE.toFile());
        collect(dashboard.get("panels"));
    }

    /** A row that is folded up holds its panels itself. */
    private void collect(JsonNode list) {
        for (JsonNode panel : list) {
            panels.add(panel);
            if (panel.has("panels")) {
                collect(panel.get("panels"));
            }
        }
    }

    @Test
    void everyPanelHasANumberOfItsOwnATitleAndAKind() {
        assertThat(panels).hasSizeGreaterThan(10);
        assertThat(panels)
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates()
                .allMatch(id -> id > 0);
        assertThat(panels)
                .allSatisfy(
                        panel -> {
                            assertThat(panel.path("title").asText()).isNotBlank();
                            assertThat(panel.path("type").asText()).isNotBlank();
                        });
    }

    @Test
    void noPanelLiesOnAnotherOrLeavesTheGrid() {
        Set<String> taken = new TreeSet<>();
        for (JsonNode panel : panels) {
            JsonNode place = panel.get("gridPos");
            String name = panel.get("id") + " " + panel.get("title");
            int left = place.get("x").asInt();
            int top = place.get("y").asInt();
            int width = place.get("w").asInt();
            int height = place.get("h").asInt();
            assertThat(width).as(name).isPositive();
            assertThat(height).as(name).isPositive();
            assertThat(left).as(name).isNotNegative();
            assertThat(left + width).as(name).isLessThanOrEqualTo(COLUMNS);
            for (int x = left; x < left + width; x++) {
                for (int y = top; y < top + height; y++) {
                    assertThat(taken.add(x + "," + y)).as("%s at %d, %d", name, x, y).isTrue();
                }
            }
        }
    }

    @Test
    void everyVariableThatIsUsedIsDefined() throws Exception {
        Set<String> defined = new TreeSet<>();
        dashboard.at("/templating/list").forEach(v -> defined.add(v.get("name").asText()));
        assertThat(defined).contains("datasource", "job");
        Set<String> used = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(Files.readString(FILE));
        while (matcher.find()) {
            // Grafana's own begin with two underscores.
            if (!matcher.group(1).startsWith("__")) {
                used.add(matcher.group(1));
            }
        }
        assertThat(defined).containsAll(used);
    }

    @Test
    void everyQueryHasALetterAnExpressionAndTheChosenDataSource() {
        assertThat(panels)
                .filteredOn(panel -> !panel.get("type").asText().equals("row"))
                .allSatisfy(
                        panel -> {
                            String name = panel.get("title").asText();
                            assertThat(panel.at("/datasource/uid").asText())
                                    .as(name)
                                    .isEqualTo("${datasource}");
                            assertThat(panel.get("targets"))
                                    .as(name)
                                    .isNotEmpty()
                                    .allSatisfy(
                                            target -> {
                                                assertThat(target.path("expr").asText())
                                                        .isNotBlank();
                                                assertThat(target.at("/datasource/uid").asText())
                                                        .isEqualTo("${datasource}");
                                            })
                                    .extracting(target -> target.path("refId").asText())
                                    .doesNotHaveDuplicates()
                                    .doesNotContain("");
                        });
    }

    /** As rules, since its check of rules parses expressions. */
    @Test
    void prometheusCanReadEveryExpression(@TempDir Path folder) throws Exception {
        Promtool promtool = Promtool.installed();
        List<String> expressions = dashboard.findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(20);
        String rules =
                expressions.stream()
                        .map(
                                e ->
                                        "  - record: r"
                                                + expressions.indexOf(e)
                                                + "\n    expr: "
                                                + quoted(e))
                        .distinct()
                        .collect(
                                Collectors.joining(
                                        "\n", "groups:\n- name: panels\n  rules:\n", "\n"));
        Files.writeString(folder.resolve("panels.yml"), rules);
        promtool.accepts(folder.toFile(), List.of("check", "rules", "panels.yml"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("$__rate_interval", "1m").replace("'", "''") + "'";
    }
}
