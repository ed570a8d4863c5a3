/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

/**
 * A media file that was left out, or played in part.
 *
 * @param file the file as the manifest writes it
 * @param played whether anything of it was played
 * @param reason what is wrong
 */
public record FileProblem(String file, boolean played, String reason) {
    @Override
    public String toString() {
        return file + (played ? " played in part: " : " left out: ") + reason;
    }
}
