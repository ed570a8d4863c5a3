/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A complete network that low-rank adapters are put on. As a file it is safetensors without
 * provenance, which PyTorch loads.
 *
 * @param spec architecture and classes, without adapters
 * @param tensors all of them by name
 */
public record BaseModel(NetworkSpec spec, Map<String, HostTensor> tensors) {

    private static final String ARCHITECTURE = "ambidex.architecture";

    public BaseModel {
        if (spec.adapters() != null) {
            throw new IllegalArgumentException("adapters cannot be put on adapters");
        }
        tensors = new LinkedHashMap<>(tensors);
    }

    /** Copies what the adapters of a network are put on, as it is now. */
    public static BaseModel of(MultimodalNetwork network) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        network.base().entries().forEach(e -> tensors.put(e.getKey(), HostTensor.of(e.getValue())));
        return new BaseModel(network.spec().withAdapters(null), tensors);
    }

    /**
     * {@code sha256:HEX}, the digest that a version with this architecture and these tensors has.
     */
    public String digest() {
        return ContentDigest.of(spec, null, tensors);
    }

    /** The file. */
    public byte[] toBytes() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put(ARCHITECTURE, spec.toJson());
        return new Safetensors(metadata, tensors).toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote, or a version without adapters.
     *
     * @param digest that it must have
     * @throws BadModelVersionException if it is anything else; tells why
     */
    public static BaseModel read(byte[] file, String digest, ReadLimits limits)
            throws BadModelVersionException {
        Safetensors content = Safetensors.read(file, limits);
        String architecture = content.metadata().get(ARCHITECTURE);
        if (architecture == null) {
            throw new BadModelVersionException("the file has no metadata '" + ARCHITECTURE + "'");
        }
        BaseModel base;
        try {
            base = new BaseModel(NetworkSpec.fromJson(architecture), content.tensors());
        } catch (IllegalArgumentException e) {
            throw new BadModelVersionException(e.getMessage(), e);
        }
        if (!base.digest().equals(digest)) {
            throw new BadModelVersionException(
                    "the base model must have the digest " + digest + ", but has " + base.digest());
        }
        VersionFile.requireLayout(base.spec(), base.tensors());
        VersionFile.requireFinite(base.tensors());
        return base;
    }
}
