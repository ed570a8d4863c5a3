/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.network.NetworkSpec;
import java.util.Map;

/**
 * A model version as a safetensors file: architecture and provenance in the header's metadata,
 * tensors under PyTorch's names.
 *
 * @param spec architecture and classes
 * @param provenance where it comes from
 * @param tensors by name, in the order of the file
 */
public record VersionFile(
        NetworkSpec spec, Provenance provenance, Map<String, HostTensor> tensors) {

    /** {@code sha256:HEX} over tensors, architecture and class list; never time or scores. */
    public String digest() {
        throw new UnsupportedOperationException();
    }

    /** The file. Reading it and writing it again gives the same bytes. */
    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a file; nothing is allocated for tensors before lengths and digest are checked.
     *
     * @param expectedDigest as {@link #digest()} gives it; null when unknown
     */
    public static VersionFile read(byte[] file, String expectedDigest, ReadLimits limits)
            throws BadModelVersionException {
        throw new UnsupportedOperationException();
    }
}
