/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.manifest;

import java.nio.file.Path;
import java.util.List;

/**
 * One media file and its examples.
 *
 * @param name the file as the manifest writes it
 * @param file the file
 * @param picture a picture that is shown as long as the file lasts; null for the file's own
 * @param spans its examples, in the order of the manifest; may be empty
 */
public record ManifestEntry(String name, Path file, Path picture, List<LabelledSpan> spans) {}
