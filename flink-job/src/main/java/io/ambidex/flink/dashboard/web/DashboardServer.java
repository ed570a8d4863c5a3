/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import com.sun.net.httpserver.HttpServer;
import io.ambidex.flink.dashboard.control.ControlDesk;
import io.ambidex.flink.dashboard.view.DashboardState;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the page, its files and its events on one address. */
public final class DashboardServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads;
    private final EventStream events;

    private DashboardServer(HttpServer server, ExecutorService threads, EventStream events) {
        this.server = server;
        this.threads = threads;
        this.events = events;
    }

    /**
     * Listens.
     *
     * @param host interface to listen on
     * @param port port to listen on; 0 for any free one
     * @param state what is shown
     * @param desk takes commands
     * @throws IOException if the address cannot be used; the message says which
     */
    public static DashboardServer start(
            String host, int port, DashboardState state, ControlDesk desk) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            // Without its cause, whose message does not name the port.
            throw new IOException(
                    "the page cannot listen on port "
                            + port
                            + " of "
                            + host
                            + " ("
                            + e.getMessage()
                            + "): choose another one");
        }
        ExecutorService threads = Executors.newCachedThreadPool(daemons());
        EventStream events = new EventStream(state);
        server.setExecutor(threads);
        HostCheck hosts = new HostCheck(server.getAddress());
        server.createContext("/", new PageFiles()).getFilters().add(hosts);
        server.createContext("/events", events).getFilters().add(hosts);
        server.createContext("/streams", new StreamHandler(state)).getFilters().add(hosts);
        server.createContext("/control", new ControlHandler(desk)).getFilters().add(hosts);
        server.start();
        return new DashboardServer(server, threads, events);
    }

    /** Where the page is. */
    public String address() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + address.getPort()
                + "/";
    }

    @Override
    public void close() {
        events.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static java.util.concurrent.ThreadFactory daemons() {
        AtomicInteger next = new AtomicInteger(1);
        return task -> {
            Thread thread = new Thread(task, "dashboard-" + next.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
