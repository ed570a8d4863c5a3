/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import io.ambidex.connectors.media.manifest.ManifestEntry;

/**
 * One file and its place on the time axis of a stream.
 *
 * @param entry the file and its examples
 * @param offsetMillis begin after the start of the pass
 * @param lengthMillis length of the file
 */
record PlaylistItem(ManifestEntry entry, long offsetMillis, long lengthMillis) {}
