/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ambidex.flink.dashboard.view.DashboardState;
import io.ambidex.flink.dashboard.view.PageReader;
import io.ambidex.flink.dashboard.view.ViewEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /events}: everything that the page shows, as server-sent events. A new connection is
 * told all of it, then what is new, once a second; a broken one is opened anew by the browser.
 */
final class EventStream implements HttpHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private static final int MAX_PAGES = 32;
    private static final long INTERVAL_MILLIS = 1_000;

    /** How long a browser waits before it connects again. */
    private static final String RETRY = "retry: 2000\n\n";

    private final DashboardState state;
    private final Semaphore pages = new Semaphore(MAX_PAGES);
    private volatile boolean closed;

    EventStream(DashboardState state) {
        this.state = state;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!Responses.isRead(exchange)) {
                return;
            }
            if (!pages.tryAcquire()) {
                Responses.text(exchange, 503, MAX_PAGES + " pages are open, close one of them");
                return;
            }
            try {
                Responses.guarded(exchange, "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                tell(new BufferedOutputStream(exchange.getResponseBody(), 1 << 16));
            } catch (IOException e) {
                LOG.debug("a browser is gone", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                pages.release();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void tell(OutputStream out) throws IOException, InterruptedException {
        PageReader reader = new PageReader();
        write(out, RETRY);
        while (!closed) {
            for (ViewEvent event : state.news(reader)) {
                write(out, "event: " + event.name() + "\ndata: " + event.json() + "\n\n");
            }
            // Tells the page that the connection lives and what the clock of the server says; and
            // tells the server when the page is gone.
            write(out, "event: tick\ndata: " + System.currentTimeMillis() + "\n\n");
            out.flush();
            Thread.sleep(INTERVAL_MILLIS);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
