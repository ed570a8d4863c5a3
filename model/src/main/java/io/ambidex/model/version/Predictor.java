/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.engine.TorchRuntime;
import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.MultimodalNetwork;
import io.ambidex.model.network.NetworkSpec;
import io.ambidex.model.network.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model version that answers. Owns a copy of the weights; for one thread at a time. */
public final class Predictor implements AutoCloseable {

    private final MultimodalNetwork network;
    private final ModelVersion version;
    private final String digest;
    private int forkedLayers;

    private Predictor(MultimodalNetwork network, ModelVersion version, String digest) {
        this.network = network;
        this.version = version;
        this.digest = digest;
        forkedLayers = network.forkedLayers();
        network.parameters().values().forEach(w -> w.setRequiresGradient(false));
    }

    /**
     * Opens a version file.
     *
     * @param expectedDigest digest that was announced; null when none was
     * @param device {@code auto}, {@code cpu} or {@code gpu:N}
     * @throws BadModelVersionException if it is refused; tells why
     */
    public static Predictor open(
            byte[] versionFile, String expectedDigest, ReadLimits limits, String device)
            throws BadModelVersionException {
        return of(VersionFile.read(versionFile, expectedDigest, limits), BaseModels.NONE, device);
    }

    /**
     * Copies a version on a device.
     *
     * @param bases where to find what adapters are put on
     * @throws BadModelVersionException if the tensors do not fit, or the base model is unknown or
     *     has another architecture; tells why
     */
    public static Predictor of(VersionFile file, BaseModels bases, String device)
            throws BadModelVersionException {
        VersionFile.requireLayout(file.spec(), file.tensors());
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        if (file.base() != null) {
            BaseModel base = bases.find(file.base());
            requireFit(base, file.spec());
            tensors.putAll(base.tensors());
        }
        tensors.putAll(file.tensors());
        MultimodalNetwork network =
                network(file.spec(), tensors, new HostTensorSource(tensors), device);
        return new Predictor(network, file.version(), file.digest());
    }

    private static void requireFit(BaseModel base, NetworkSpec adapted)
            throws BadModelVersionException {
        NetworkSpec expected = adapted.withAdapters(null);
        if (!base.spec().equals(expected)) {
            throw new BadModelVersionException(
                    "the adapters are for the network %s, the base model %s is %s"
                            .formatted(expected.toJson(), base.digest(), base.spec().toJson()));
        }
    }

    /**
     * Version 0 from weights without provenance, as PyTorch writes them. They are complete:
     * adapters are fresh, from the seed. A rotation may be there or not, see {@link
     * InitialTensors}.
     *
     * @throws BadModelVersionException if they do not fit the architecture; tells why
     */
    public static Predictor initial(
            NetworkSpec spec, Map<String, HostTensor> weights, long seed, String device)
            throws BadModelVersionException {
        Map<String, HostTensor> fitted;
        try {
            fitted = InitialTensors.fitted(spec, weights);
        } catch (IllegalArgumentException e) {
            throw new BadModelVersionException(e.getMessage(), e);
        }
        VersionFile.requireLayout(spec.withAdapters(null), fitted);
        TensorSource source = new HostTensorSource(fitted).otherwise(TensorSource.seeded(seed));
        return initial(network(spec, fitted, source, device));
    }

    private static Predictor initial(MultimodalNetwork network) {
        String base = network.isAdapted() ? BaseModel.of(network).digest() : null;
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        network.carried()
                .entries()
                .forEach(e -> tensors.put(e.getKey(), HostTensor.of(e.getValue())));
        String digest = ContentDigest.of(network.spec(), base, tensors);
        return new Predictor(network, ModelVersion.INITIAL, digest);
    }

    /** Version 0: fresh weights from the seed, the same bits as the learner's. */
    public static Predictor initial(NetworkSpec spec, long seed, String device) {
        return initial(MultimodalNetwork.create(spec, seed, device));
    }

    private static MultimodalNetwork network(
            NetworkSpec spec, Map<String, HostTensor> tensors, TensorSource source, String device)
            throws BadModelVersionException {
        TorchRuntime.device(device);
        boolean doubles =
                tensors.values().stream().anyMatch(t -> t.type() == HostTensor.TensorType.F64);
        try {
            return MultimodalNetwork.create(
                    spec, source, device, doubles ? DataType.FLOAT64 : DataType.FLOAT32);
        } catch (IllegalArgumentException e) {
            throw new BadModelVersionException(e.getMessage(), e);
        }
    }

    /**
     * Lets the next joint predictions keep the modalities apart in the first joint layers of an
     * attention fusion, see {@link MultimodalNetwork#logits(NDList, NDArray, int)}.
     *
     * @param layers 0 for plain predictions; at first what the network's {@code forkedLayers} says
     * @throws IllegalArgumentException if the network has fewer joint layers
     */
    public void forkJointLayers(int layers) {
        network.requireForkable(layers);
        forkedLayers = layers;
    }

    /**
     * Predicts a batch of clips; labels are not looked at.
     *
     * @throws IllegalArgumentException if a clip's media has not the size that the network takes
     */
    public List<ClipPrediction> predict(MiniBatch batch) {
        List<String> modalities = network.spec().modalityNames();
        if (batch.modalities() != modalities.size()) {
            throw new IllegalArgumentException(
                    "the network has "
                            + modalities.size()
                            + " modalities, the batch "
                            + batch.modalities());
        }
        if (batch.size() == 0) {
            return List.of();
        }
        try (GradMode off = GradMode.off();
                StepScope scope = StepScope.open(network.manager())) {
            NDList features = network.features(scope.manager(), batch::media);
            NDArray presence = network.presence(scope.manager(), batch.size(), batch::isPresent);
            float[] joint = probabilities(network.logits(features, presence, forkedLayers));
            NDList split = network.splitLogits(features);
            List<float[]> alone = split.stream().map(Predictor::probabilities).toList();
            return clips(batch, joint, alone);
        }
    }

    private List<ClipPrediction> clips(MiniBatch batch, float[] joint, List<float[]> alone) {
        List<ClipPrediction> predictions = new ArrayList<>(batch.size());
        for (int clip = 0; clip < batch.size(); clip++) {
            Map<String, float[]> byModality = new LinkedHashMap<>();
            for (int m = 0; m < alone.size(); m++) {
                if (batch.isPresent(clip, m)) {
                    byModality.put(network.spec().modalityNames().get(m), row(alone.get(m), clip));
                }
            }
            predictions.add(new ClipPrediction(row(joint, clip), byModality));
        }
        return predictions;
    }

    private float[] row(float[] values, int clip) {
        int classes = network.spec().classes().size();
        return Arrays.copyOfRange(values, clip * classes, (clip + 1) * classes);
    }

    private static float[] probabilities(NDArray logits) {
        return logits.softmax(1).toType(DataType.FLOAT32, false).toFloatArray();
    }

    /** Architecture and classes. */
    public NetworkSpec spec() {
        return network.spec();
    }

    /** What the predictor's adapters are put on; the whole network if it has none. */
    public BaseModel base() {
        return BaseModel.of(network);
    }

    /** Epoch and number. */
    public ModelVersion version() {
        return version;
    }

    /** Digest over tensors, architecture and class list. */
    public String digest() {
        return digest;
    }

    @Override
    public void close() {
        network.close();
    }
}
