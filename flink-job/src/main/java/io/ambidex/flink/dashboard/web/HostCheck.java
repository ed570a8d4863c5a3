/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.dashboard.web;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Refuses requests under a foreign name: a page from elsewhere may have its own name point to the
 * loopback interface (DNS rebinding). Where the server listens beyond the loopback interface, any
 * name may be its own, and only changes are checked, by their origin.
 */
final class HostCheck extends Filter {
    private final Set<String> names;
    private final boolean loopback;

    HostCheck(InetSocketAddress address) {
        int port = address.getPort();
        loopback = address.getAddress().isLoopbackAddress();
        names = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    @Override
    public String description() {
        return "refuses requests under a foreign name";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || loopback && !names.contains(host)) {
            Responses.text(exchange, 421, "this page has another name than the one asked for");
            return;
        }
        chain.doFilter(exchange);
    }

    /**
     * Whether a request that changes something comes from a page of this server: its origin is the
     * name under which it asks. A browser always tells the origin of such a request; what is no
     * browser sends none.
     */
    static boolean isOwnOrigin(HttpExchange exchange) {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        String host = exchange.getRequestHeaders().getFirst("Host");
        return origin == null || origin.equals("http://" + host);
    }
}
