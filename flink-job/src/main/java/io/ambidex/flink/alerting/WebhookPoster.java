/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.alerting;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts texts one after the other from a thread of its own. Who hands one over never waits: there
 * is room for so many, and what finds none is given up. An attempt that fails for a reason that may
 * pass (no connection, time out, status 408, 429 or 5xx) is repeated after a pause; any other
 * refusal is final.
 */
final class WebhookPoster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookPoster.class);
    private static final String FINAL = "refused with status ";
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final WebhookSettings settings;
    private final BlockingQueue<String> waiting;
    private final HttpClient client;
    private final Thread thread;
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failedAttempts = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    WebhookPoster(WebhookSettings settings) {
        this.settings = settings;
        this.waiting = new ArrayBlockingQueue<>(settings.capacity());
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(settings.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        this.thread = new Thread(this::run, "alerts-webhook");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Takes a JSON text to be posted; never waits. */
    void post(String json) {
        open.incrementAndGet();
        if (!waiting.offer(json)) {
            giveUp("there is no room for more than " + settings.capacity());
        }
    }

    private void run() {
        try {
            while (true) {
                deliver(waiting.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("No more alerts are posted");
        }
    }

    private void deliver(String json) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            String problem = attempt(json);
            if (problem == null) {
                delivered.incrementAndGet();
                open.decrementAndGet();
                return;
            }
            failedAttempts.incrementAndGet();
            if (attempt >= settings.attempts() || problem.startsWith(FINAL)) {
                giveUp(problem + ", attempt " + attempt + " of " + settings.attempts());
                return;
            }
            Thread.sleep(settings.pauseAfter(attempt).toMillis());
        }
    }

    /** Posts once; what went wrong, or null. */
    private String attempt(String json) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(settings.url())
                        .timeout(settings.timeout())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        settings.headers().forEach(request::setHeader);
        try {
            int status =
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            if (status / 100 == 2) {
                return null;
            }
            boolean mayPass =
                    status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
            return (mayPass ? "answered with status " : FINAL) + status;
        } catch (IOException e) {
            return "not delivered: " + e.getClass().getSimpleName();
        }
    }

    private void giveUp(String why) {
        dropped.incrementAndGet();
        open.decrementAndGet();
        LOG.warn("An alert was not posted to {}: {}", settings, why);
    }

    /** Waits until nothing waits any more, at most so long. */
    void drain(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (open.get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    long delivered() {
        return delivered.get();
    }

    long failedAttempts() {
        return failedAttempts.get();
    }

    long dropped() {
        return dropped.get();
    }

    /** Alerts that were taken and are neither delivered nor given up. */
    long open() {
        return open.get();
    }

    /** Forgets what waits. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
