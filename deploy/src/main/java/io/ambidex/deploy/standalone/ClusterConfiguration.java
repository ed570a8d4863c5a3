/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import io.ambidex.flink.pipeline.PrometheusReporting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/**
 * The configuration of the cluster: the one of the layout, plus this machine's ports and folders.
 */
final class ClusterConfiguration {
    /** The cluster is for this machine alone. */
    static final String HOST = "127.0.0.1";

    private ClusterConfiguration() {}

    /**
     * Reads the layout's configuration, adds what belongs to this start and writes it into the
     * folder, where all processes read it.
     *
     * @param restPort port of the REST endpoint and the web UI, 1 to 65535
     * @param metricsPorts ports for Prometheus, as 9249-9260, one for every process; null for none
     * @param further options of Flink that go before those of the layout
     */
    static Configuration write(
            Path layoutConf,
            ClusterFolder folder,
            int restPort,
            String metricsPorts,
            Map<String, String> further)
            throws IOException {
        Configuration conf = GlobalConfiguration.loadConfiguration(layoutConf.toString());
        further.forEach(conf::setString);
        conf.set(JobManagerOptions.ADDRESS, HOST);
        conf.set(JobManagerOptions.BIND_HOST, HOST);
        conf.set(JobManagerOptions.PORT, freePort());
        conf.set(BlobServerOptions.PORT, String.valueOf(freePort()));
        conf.set(RestOptions.ADDRESS, HOST);
        conf.set(RestOptions.BIND_ADDRESS, HOST);
        conf.set(RestOptions.PORT, restPort);
        conf.set(TaskManagerOptions.HOST, HOST);
        conf.set(TaskManagerOptions.BIND_HOST, HOST);
        conf.set(WebOptions.UPLOAD_DIR, folder.tmp().resolve("uploads").toString());
        conf.set(CoreOptions.TMP_DIRS, folder.tmp().toString());
        if (!conf.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            conf.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    folder.state().resolve("checkpoints").toUri().toString());
        }
        if (metricsPorts != null) {
            PrometheusReporting.addTo(conf, metricsPorts);
        }
        Files.write(
                folder.configFile(), ConfigurationUtils.convertConfigToWritableLines(conf, false));
        return conf;
    }

    /** What {@link #write} has written. */
    static Configuration read(ClusterFolder folder) {
        return GlobalConfiguration.loadConfiguration(folder.conf().toString());
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    /** Whether nobody listens on the port. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
