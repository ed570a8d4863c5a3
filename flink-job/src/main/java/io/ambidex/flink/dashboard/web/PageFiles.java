/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;

/** The files of the page, from the class path. */
final class PageFiles implements HttpHandler {
    private static final String ROOT = "/io/ambidex/flink/dashboard/page/";

    /** Names of files as they are there: nothing that leads out of the folder. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][A-Za-z0-9./-]*");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!Responses.isRead(exchange)) {
                return;
            }
            String path = exchange.getRequestURI().getPath().substring(1);
            String name = path.isEmpty() ? "page.html" : path;
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            byte[] body = type == null ? null : read(name);
            if (body == null) {
                Responses.text(exchange, 404, "there is nothing here");
            } else {
                Responses.bytes(exchange, 200, type, body);
            }
        }
    }

    private static byte[] read(String name) throws IOException {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            return null;
        }
        try (InputStream file = PageFiles.class.getResourceAsStream(ROOT + name)) {
            return file == null ? null : file.readAllBytes();
        }
    }
}
