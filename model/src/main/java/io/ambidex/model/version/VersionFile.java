/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import io.ambidex.model.network.NetworkLayout;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.layer.TensorSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A model version as a safetensors file: tensors under PyTorch's names; architecture, provenance
 * and digest in the header's metadata. PyTorch loads it with {@code safetensors.torch.load_file}.
 *
 * <p>A version of a network with low-rank adapters is small: it holds these, the head, and the
 * digest of the {@link BaseModel} they are for.
 *
 * @param spec architecture and classes
 * @param provenance where it comes from
 * @param base digest of the base model, {@code sha256:HEX}; null when the version is complete
 * @param tensors by name, in the order of the file
 */
public record VersionFile(
        NetworkSpec spec, Provenance provenance, String base, Map<String, HostTensor> tensors) {

    private static final String FORMAT = "format";
    private static final String ARCHITECTURE = "ambidex.architecture";
    private static final String PROVENANCE = "ambidex.provenance";
    private static final String DIGEST = "ambidex.digest";

    /** Name of the metadata with the digest of the base model. */
    public static final String BASE = "ambidex.base";

    /** A version that is complete. */
    public VersionFile(NetworkSpec spec, Provenance provenance, Map<String, HostTensor> tensors) {
        this(spec, provenance, null, tensors);
    }

    /**
     * Checks that the classes of architecture and provenance are the same, and that adapters, and
     * only they, have a base.
     */
    public VersionFile {
        Objects.requireNonNull(provenance, "a version cannot be made without provenance");
        tensors = new LinkedHashMap<>(tensors);
        if (!spec.classes().equals(provenance.classes())) {
            throw new IllegalArgumentException(
                    "the architecture has the classes "
                            + spec.classes()
                            + ", the provenance "
                            + provenance.classes());
        }
        if ((spec.adapters() == null) != (base == null)) {
            throw new IllegalArgumentException(
                    base == null
                            ? "the version has adapters, but does not tell for which base model"
                            : "the version is for the base model "
                                    + base
                                    + ", but has no adapters");
        }
    }

    /** What it is. */
    public ModelVersion version() {
        return provenance.version();
    }

    /** {@code sha256:HEX} over tensors, architecture and class list; never time or scores. */
    public String digest() {
        return ContentDigest.of(spec, base, tensors);
    }

    /** The file. Reading it and writing it again gives the same bytes. */
    public byte[] toBytes() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, "pt");
        metadata.put(ARCHITECTURE, spec.toJson());
        metadata.put(PROVENANCE, provenance.toJson());
        metadata.put(DIGEST, digest());
        if (base != null) {
            metadata.put(BASE, base);
        }
        return new Safetensors(metadata, tensors).toBytes();
    }

    /**
     * Reads a file. Lengths, digest, shapes and values are checked on the bytes as they are;
     * tensors are views of them.
     *
     * @param expectedDigest digest that was announced; null when none was
     * @throws BadModelVersionException if anything is wrong; tells the limit and the actual value
     */
    public static VersionFile read(byte[] file, String expectedDigest, ReadLimits limits)
            throws BadModelVersionException {
        Safetensors content = Safetensors.read(file, limits);
        NetworkSpec spec;
        Provenance provenance;
        VersionFile version;
        try {
            spec = NetworkSpec.fromJson(metadata(content, ARCHITECTURE));
            provenance = Provenance.fromJson(metadata(content, PROVENANCE));
            String base = content.metadata().get(BASE);
            version = new VersionFile(spec, provenance, base, content.tensors());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new BadModelVersionException(e.getMessage(), e);
        }
        String digest = version.digest();
        requireDigest("metadata of the file", metadata(content, DIGEST), digest);
        if (expectedDigest != null) {
            requireDigest("announcement", expectedDigest, digest);
        }
        requireLayout(spec, content.tensors());
        requireFinite(content.tensors());
        return version;
    }

    /**
     * Refuses a version that is not newer than the one that answers.
     *
     * @throws BadModelVersionException if it is stale
     */
    public void requireNewerThan(ModelVersion current) throws BadModelVersionException {
        if (version().compareTo(current) <= 0) {
            throw new BadModelVersionException(
                    "version " + version() + " is stale: version " + current + " answers");
        }
    }

    /**
     * Holds the tensors of a version against an architecture.
     *
     * @throws BadModelVersionException if one is missing, unknown, or of another type or shape
     */
    static void requireLayout(NetworkSpec spec, Map<String, HostTensor> tensors)
            throws BadModelVersionException {
        NetworkLayout layout;
        try {
            layout = NetworkLayout.ofVersion(spec);
        } catch (IllegalArgumentException e) {
            throw new BadModelVersionException(e.getMessage(), e);
        }
        long known = tensors.keySet().stream().filter(name -> !layout.isOpen(name)).count();
        if (layout.tensors().size() != known) {
            throw new BadModelVersionException(
                    "the architecture has "
                            + layout.tensors().size()
                            + " tensors, the file "
                            + known);
        }
        HostTensor.TensorType type = null;
        for (TensorSpec expected : layout.tensors()) {
            HostTensor tensor = tensors.get(expected.name());
            if (tensor == null) {
                throw new BadModelVersionException("tensor '" + expected.name() + "' is missing");
            }
            if (!Arrays.equals(expected.shape(), tensor.shape())) {
                throw new BadModelVersionException(
                        "tensor '%s' must have the shape %s, not %s"
                                .formatted(
                                        expected.name(),
                                        Arrays.toString(expected.shape()),
                                        Arrays.toString(tensor.shape())));
            }
            boolean counter = expected.kind() == TensorSpec.Kind.COUNTER;
            if (counter != (tensor.type() == HostTensor.TensorType.I64)
                    || tensor.type() == HostTensor.TensorType.U8
                    || !counter && type != null && type != tensor.type()) {
                throw new BadModelVersionException(
                        "tensor '" + expected.name() + "' cannot be of type " + tensor.type());
            }
            type = counter ? type : tensor.type();
        }
    }

    /** Refuses values that are no numbers. */
    static void requireFinite(Map<String, HostTensor> tensors) throws BadModelVersionException {
        for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
            if (!entry.getValue().isFinite()) {
                throw new BadModelVersionException(
                        "tensor '" + entry.getKey() + "' contains NaN or infinity");
            }
        }
    }

    private static void requireDigest(String source, String expected, String actual)
            throws BadModelVersionException {
        if (!expected.equals(actual)) {
            throw new BadModelVersionException(
                    "the digest is " + actual + ", not " + expected + " as in the " + source);
        }
    }

    private static String metadata(Safetensors content, String key)
            throws BadModelVersionException {
        String value = content.metadata().get(key);
        if (value == null) {
            throw new BadModelVersionException("the file has no metadata '" + key + "'");
        }
        return value;
    }
}
