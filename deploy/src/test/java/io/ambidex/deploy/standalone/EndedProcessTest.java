/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.deploy.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndedProcessTest {
    private static final String NAME = StandaloneCluster.taskManager(1);

    @TempDir private Path root;
    private ClusterFolder folder;
    private StandaloneCluster cluster;

    @BeforeEach
    void create() throws IOException {
        folder = new ClusterFolder(root);
        folder.create();
        cluster = new StandaloneCluster(root, folder);
    }

    @Test
    void whatItPrintedLastIsTold() throws Exception {
        remember(ended());
        Files.writeString(
                EndedProcess.output(folder.log(), NAME),
                "starting\nTerminating due to java.lang.OutOfMemoryError: Java heap space\n\n");
        Files.writeString(EndedProcess.log(folder.log(), NAME), "10:00 ERROR Main - bad\n");
        assertThatThrownBy(cluster::requireAlive)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "(?s)taskmanager-1 \\(process [0-9]+\\) has ended by itself: "
                                + "Terminating due to java.lang.OutOfMemoryError: Java heap space "
                                + "\\(see .*taskmanager-1\\.out and .*taskmanager-1\\.log\\)");
    }

    @Test
    void oneThatPrintedNothingHasTheLastErrorOfItsLogTold() throws Exception {
        remember(ended());
        Files.writeString(
                EndedProcess.log(folder.log(), NAME),
                "10:00 ERROR Main - first\n10:01 ERROR Main - second\n10:02 INFO  Main - bye\n");
        assertThatThrownBy(cluster::requireAlive).hasMessageContaining("10:01 ERROR Main - second");
    }

    @Test
    void oneThatLeftNothingIsTold() throws Exception {
        remember(ended());
        assertThatThrownBy(cluster::requireAlive).hasMessageContaining("it said nothing");
    }

    @Test
    void processesThatLiveAreNoReasonToComplain() throws Exception {
        remember(ProcessHandle.current());
        assertThatCode(cluster::requireAlive).doesNotThrowAnyException();
    }

    @Test
    void oneThatWasKilledHereDoesNotCount() throws Exception {
        remember(ended());
        RunningProcess.read(folder.run().resolve(NAME + RunningProcess.SUFFIX)).kill();
        assertThatCode(cluster::requireAlive).doesNotThrowAnyException();
    }

    private void remember(ProcessHandle process) throws IOException {
        RunningProcess.remember(folder.run(), NAME, process);
    }

    private static ProcessHandle ended() throws Exception {
        Process process = new ProcessBuilder(java(), "-version").start();
        process.waitFor();
        return process.toHandle();
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }
}
