/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.manifest;

import java.nio.file.Path;

/** A manifest that cannot be used; the message names the file, the line and the column. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    ManifestException(Path manifest, String reason) {
        super(manifest + ": " + reason);
    }

    ManifestException(Path manifest, int line, String column, String reason) {
        super(manifest + " line " + line + ", column " + column + ": " + reason);
    }
}
