/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A folder of media files, as the commands take it that play simulated scenes without one. */
final class MediaMixin {
    @Option(
            names = "--media",
            paramLabel = "DIR",
            description = "Media files of a folder with a manifest.csv. Default: simulated scenes.")
    private Path folder;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "Column of the manifest that names the class; needed with --media.")
    private String label;

    @Option(
            names = "--crop",
            paramLabel = "X,Y,W,H",
            description = "Part of the picture to use, in pixels. Default: all of it.")
    private String crop;

    /** The folder; null for simulated scenes. */
    Path folder() {
        return folder;
    }

    /** The column with the class; null without a folder. */
    String label() {
        return label;
    }

    /** As given; null for whole pictures. */
    String crop() {
        return crop;
    }

    /**
     * @throws CommandException unless what needs the other is there with it
     */
    void requireComplete() {
        if (folder == null && (label != null || crop != null)) {
            throw CommandException.usage("--label and --crop need --media");
        }
        if (folder != null && label == null) {
            throw CommandException.usage("--media needs --label");
        }
    }
}
