/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.local;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * A Flink cluster with its web UI in this JVM, on the loopback interface. Jobs are submitted to it
 * as to any other cluster, through its REST endpoint; it goes on when a job ends.
 */
public final class LocalCluster implements AutoCloseable {
    private final MiniCluster cluster;
    private final int port;

    private LocalCluster(MiniCluster cluster, int port) {
        this.cluster = cluster;
        this.port = port;
    }

    /**
     * Starts a cluster with one task manager.
     *
     * @param configuration Flink's configuration; addresses and ports in it are not used
     * @param slots slots of the task manager, 1 or more
     * @param restPort port of the REST endpoint and the web UI; 0 takes a free one
     * @throws PortInUseException if something else listens there
     * @throws IOException if the cluster does not start
     */
    public static LocalCluster start(Configuration configuration, int slots, int restPort)
            throws IOException {
        if (restPort != 0) {
            LocalPorts.requireFree(restPort);
        }
        Configuration effective = new Configuration(configuration);
        effective.set(JobManagerOptions.ADDRESS, LocalPorts.HOST);
        effective.set(RestOptions.ADDRESS, LocalPorts.HOST);
        effective.set(RestOptions.BIND_ADDRESS, LocalPorts.HOST);
        effective.set(RestOptions.BIND_PORT, Integer.toString(restPort));
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(effective)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        try {
            cluster.start();
            return new LocalCluster(cluster, cluster.getRestAddress().get().getPort());
        } catch (InterruptedException e) {
            cluster.closeAsync();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the cluster started", e);
        } catch (Exception e) {
            cluster.closeAsync();
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new IOException("the cluster does not start: " + cause.getMessage(), cause);
        }
    }

    /** {@code host:port} of the REST endpoint and the web UI. */
    public String address() {
        return LocalPorts.HOST + ":" + port;
    }

    /** Ends all jobs and the cluster, and waits for it. */
    @Override
    public void close() {
        try {
            cluster.closeAsync().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the cluster did not stop cleanly", e.getCause());
        }
    }
}
