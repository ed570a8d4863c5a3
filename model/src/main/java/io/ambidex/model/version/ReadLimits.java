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

    /** 2 GiB, 16 MiB of header, 100,000 tensors. */
    public static final ReadLimits DEFAULT = new ReadLimits(Integer.MAX_VALUE, 16 << 20, 100_000);
}
