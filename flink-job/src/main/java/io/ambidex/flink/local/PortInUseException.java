/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import java.io.IOException;

/** Something else listens on the port that was asked for. */
public final class PortInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int port;

    PortInUseException(int port) {
        super("port " + port + " on " + LocalPorts.HOST + " is in use: choose another one");
        this.port = port;
    }

    /** The port. */
    public int port() {
        return port;
    }
}
