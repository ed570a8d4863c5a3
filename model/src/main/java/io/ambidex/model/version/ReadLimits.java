/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

/**
 * Limits that a version file is held to before anything is allocated for its tensors.
 *
 * @param fileBytes largest file
 * @param headerBytes largest header
 * @param tensors most tensors
 */
public record ReadLimits(long fileBytes, int headerBytes, int tensors) {

    /** 1 GiB, 16 MiB of header, 100,000 tensors. */
    public static final ReadLimits DEFAULT = new ReadLimits(1L << 30, 16 << 20, 100_000);

    /**
     * Checks the size of a file, also before it is read.
     *
     * @throws BadModelVersionException if it is too large
     */
    public void requireFileBytes(long size) throws BadModelVersionException {
        if (size > fileBytes) {
            throw new BadModelVersionException(
                    "the file is too large: " + size + " bytes, at most " + fileBytes);
        }
    }
}
