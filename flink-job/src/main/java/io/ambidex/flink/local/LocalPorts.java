/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
public final class LocalPorts {
    /** The address that everything local listens on. */
    public static final String HOST = "127.0.0.1";

    private LocalPorts() {}

    /**
     * Two different ports that nothing listens on now; another process may take one before it is
     * used.
     *
     * @throws IOException if the system has none
     */
    static int[] twoFree() throws IOException {
        try (ServerSocket first = listen(0);
                ServerSocket second = listen(0)) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        }
    }

    /**
     * Checks that nothing listens on a port.
     *
     * @throws PortInUseException if something does
     */
    public static void requireFree(int port) throws PortInUseException {
        try {
            listen(port).close();
        } catch (IOException e) {
            throw new PortInUseException(port);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // Kafka does the same: a port whose last connections are still fading away is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
