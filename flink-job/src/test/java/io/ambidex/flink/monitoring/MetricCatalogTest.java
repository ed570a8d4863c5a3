/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricCatalogTest {

    private static final Path DOCUMENT = Path.of("../deploy/prometheus/METRICS.md");

    @Test
    void everyMetricIsDescribedOnce() {
        assertThat(MetricCatalog.all())
                .extracting(Metric::prometheusName)
                .hasSizeGreaterThan(50)
                .doesNotHaveDuplicates();
        assertThat(MetricCatalog.all())
                .allSatisfy(
                        metric -> {
                            assertThat(metric.unit()).isNotBlank();
                            assertThat(metric.meaning()).endsWith(".");
                        });
    }

    /** {@code -Dambidex.docs.update=true} writes it anew. */
    @Test
    void theDocumentHoldsTheTableAsGenerated() throws Exception {
        String generated =
                """
                # Metrics

                What a running job shows beside Flink's own metrics. All have Flink's labels `job_name`, \
                `task_name`, `operator_name`, `subtask_index`, `tm_id`, `host` and their ids; the column \
                "label" names a further one. NaN stands for what is not known yet.

                """
                        + MetricCatalog.markdown();
        if (Boolean.getBoolean("ambidex.docs.update")) {
            Files.writeString(DOCUMENT, generated);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(generated);
    }
}
