/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import java.nio.ByteBuffer;

/**
 * A tensor in host memory.
 *
 * @param type {@code F32}, {@code F64} or {@code I64}, as safetensors names them
 * @param shape sizes of the dimensions; empty for a scalar
 * @param data the values, little endian and row-major; position 0, limit = size in bytes
 */
public record HostTensor(String type, long[] shape, ByteBuffer data) {}
