/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.manifest;

/**
 * One example inside a media file.
 *
 * @param label name of the class
 * @param startMillis begin on the file's time axis, inclusive; null for the begin of the file
 * @param endMillis end, exclusive; null for the end of the file
 * @param evaluate whether it is only scored, never trained on
 * @param line line in the manifest, from 1
 */
public record LabelledSpan(
        String label, Long startMillis, Long endMillis, boolean evaluate, int line) {}
