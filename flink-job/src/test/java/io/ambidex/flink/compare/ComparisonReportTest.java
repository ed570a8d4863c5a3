/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {
    private static final String EVIL = "mine:text=</script><img src=x onerror=alert(1)>|`\",&";

    private final ComparisonReport report =
            ComparisonReport.of(
                    TestRuns.SETTING,
                    List.of("joint", MethodSpec.TO_BEAT, EVIL, "absent"),
                    List.of(
                            TestRuns.result("joint", 1, 0.70, 0.4),
                            TestRuns.result("joint", 2, 0.74, 0.2),
                            TestRuns.result(MethodSpec.TO_BEAT, 1, 0.80, 0.1),
                            TestRuns.result(MethodSpec.TO_BEAT, 2, 0.80, 0.1),
                            TestRuns.result(EVIL, 1, 0.90, 0.3),
                            TestRuns.result(EVIL, 2, 0.90, 0.3)),
                    Map.of("absent, seed 1", "it <did> not work"),
                    Map.of("umt", "needs a teacher"));

    @Test
    void figuresAreMeansAndDeviationsOverTheSeeds() {
        MethodRow joint = report.rows().get(0);
        assertThat(joint.seeds()).isEqualTo(2);
        assertThat(joint.mean("held_out")).isCloseTo(0.72, within(1e-9));
        assertThat(joint.statistics().get("imbalance").deviation())
                .isCloseTo(Math.sqrt(0.02), within(1e-9));
        assertThat(joint.mean("audio_noisy")).isCloseTo(0.4, within(1e-9));
        assertThat(joint.mean("video_noisy_-5_db")).isCloseTo(0.2, within(1e-9));
        assertThat(joint.statistics()).doesNotContainKey("peak_memory_bytes");
    }

    @Test
    void aMethodWithoutAResultHasNoRow() {
        assertThat(report.rows())
                .extracting(MethodRow::method)
                .containsExactly("joint", MethodSpec.TO_BEAT, EVIL);
    }

    @Test
    void whatIsNeitherMoreAccurateNorMoreBalancedIsDominated() {
        assertThat(report.rows())
                .extracting(MethodRow::undominated)
                .containsExactly(false, true, true);
    }

    @Test
    void noNameCanBecomeMarkupOfThePage() {
        String page = HtmlReport.of(report);
        assertThat(page)
                .doesNotContain("<img")
                .doesNotContain("<b>words")
                .doesNotContain("<i>concat")
                .doesNotContain("<did>")
                .contains("\\u003c/script\\u003e");
        assertThat(page.split("</script>", -1)).hasSize(2);
    }

    @Test
    void thePageAsksForNothingFromOutside() {
        assertThat(HtmlReport.of(report).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "//cdn", "@import", "url(", "src=\"", "<link");
    }

    @Test
    void theTableOfCsvHasOneLinePerMethodAndQuotesNames() {
        String[] lines = CsvTable.of(report).split("\r\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0]).startsWith("method,seeds,undominated,prequential_mean,prequential_sd");
        assertThat(lines[3]).startsWith('"' + EVIL.replace("\"", "\"\"") + '"' + ",2,true,0.5,");
        assertThat(lines[1].split(",", -1)).hasSameSizeAs(lines[0].split(",", -1));
    }

    @Test
    void theDocumentOfJsonHasEveryFigure() throws Exception {
        JsonNode document = new ObjectMapper().readTree(JsonReport.of(report));
        assertThat(document.at("/methods/2/method").asText()).isEqualTo(EVIL);
        assertThat(document.at("/methods/0/statistics/held_out/mean").asDouble())
                .isCloseTo(0.72, within(1e-9));
        assertThat(document.at("/setting/searched/0.02").asDouble()).isEqualTo(0.8);
        assertThat(document.at("/failures").size()).isEqualTo(1);
    }

    @Test
    void aMethodThatIsWorseThanTheOneToBeatGetsASentence() {
        String text = MarkdownReport.of(report);
        assertThat(text)
                .contains(
                        "`joint` is worse than `joint-with-unimodal-losses`: 72.0 ± 2.8 % held-out "
                                + "accuracy against 80.0 ± 0.0 %.")
                .doesNotContain("onerror=alert(1)>|`\",&` is worse")
                .contains("Left out: `umt`: needs a teacher");
    }

    @Test
    void sharesOfAttentionStandInAllTablesWhereTheFusionAttends() {
        assertThat(MarkdownReport.of(report)).doesNotContain("ttention");
        ComparisonReport attending =
                ComparisonReport.of(
                        TestRuns.SETTING,
                        List.of("joint"),
                        List.of(
                                TestRuns.attending(TestRuns.result("joint", 1, 0.7, 0.4), 0.8),
                                TestRuns.attending(TestRuns.result("joint", 2, 0.7, 0.4), 0.6)),
                        Map.of(),
                        Map.of());
        assertThat(TextTable.of(attending)).contains("audio attention").contains("70.0 ± 14.1");
        assertThat(MarkdownReport.of(attending))
                .contains("**Attention of the class token**")
                .contains("| audio attention at -5 dB |")
                .contains("| cosine spread |");
        assertThat(attending.rows().get(0).mean("attention_spread")).isCloseTo(0.5, within(1e-9));
        assertThat(CsvTable.of(attending)).contains("video_attention_10_db_mean");
    }

    @Test
    void theMethodsOwnMonitorsAreToldOverTheSeeds() {
        assertThat(MarkdownReport.of(report))
                .contains("**The methods' own monitors at the end**")
                .contains("| `joint` | loss.joint 0.28 ± 0.02828 |");
        assertThat(report.rows().get(0).monitors().get("loss.joint").count()).isEqualTo(2);
    }

    @Test
    void theNetworkIsNamed() {
        assertThat(MarkdownReport.of(report)).contains("audio small-cnn, video small-cnn, fusion");
    }

    @Test
    void rowsOfMarkdownHaveAsManyCellsAsTheirHead() {
        String[] lines = MarkdownReport.of(report).split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("|---")) {
                int cells = cells(lines[i]);
                assertThat(cells(lines[i - 1])).isEqualTo(cells);
                assertThat(cells(lines[i + 3])).as(lines[i + 3]).isEqualTo(cells);
            }
        }
    }

    private static int cells(String line) {
        return line.replace("\\|", "").split("\\|", -1).length;
    }

    @Test
    void theTableOnTheTerminalIsAligned() {
        List<String> lines = TextTable.of(report).lines().toList();
        assertThat(lines.get(1)).startsWith("joint ").contains("72.0 ± 2.8");
        assertThat(lines.get(2)).startsWith(MethodSpec.TO_BEAT + " *");
    }
}
