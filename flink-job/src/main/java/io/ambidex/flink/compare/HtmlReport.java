/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One page that asks for nothing from outside: style, script and data are in it. The script builds
 * every element by itself and sets names as text, so that no name can become markup.
 */
final class HtmlReport {
    private HtmlReport() {}

    static String of(ComparisonReport report) {
        String page = resource("report.html");
        page = page.replace("/*STYLE*/", resource("report.css"));
        page = page.replace("/*SCRIPT*/", resource("chart.js") + resource("report.js"));
        return page.replace("\"DATA\"", JsonReport.forScript(report));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
