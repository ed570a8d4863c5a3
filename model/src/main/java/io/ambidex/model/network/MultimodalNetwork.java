/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.ambidex.model.engine.GradMode;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.TorchRuntime;
import io.ambidex.model.network.layer.TokenShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/**
 * One encoder per modality, a fusion and a linear head. Features f_m have shape (B, D_m), logits
 * (B, C). Owns its parameters and buffers; for one thread at a time.
 *
 * <p>Forward passes are recorded for differentiation where {@link GradMode} is on. Tensors have
 * PyTorch's names: {@code MODALITY_net.…} for encoders, {@code exchange.…}, {@code fusion.…} and
 * {@code head.…} for the rest, see {@link Exchanges} and {@link Fusions}.
 *
 * <pre>{@code
 * try (GradMode on = GradMode.on()) {
 *     NDList features = new NDList();
 *     for (String modality : network.spec().modalityNames()) {
 *         ModalityInput input = network.prepare(manager, modality, media.get(modality));
 *         features.add(network.encode(manager, modality, input, true));
 *     }
 *     NDArray logits = network.logits(features);
 * }
 * }</pre>
 */
public final class MultimodalNetwork implements AutoCloseable {

    private final NetworkSpec spec;
    private final NDManager manager;
    private final DataType type;
    private final EncoderBank encoders;
    private final Fusion fusion;
    private final NetworkTensors tensors;

    private MultimodalNetwork(
            NetworkSpec spec, TensorSource source, NDManager manager, DataType type) {
        this.spec = spec;
        this.manager = manager;
        this.type = type;
        TensorFactory factory = new TensorFactory(manager, type, source);
        encoders = new EncoderBank(spec, factory);
        fusion = Fusion.of(spec, encoders.tokenShapes(), factory);
        tensors = new NetworkTensors(encoders, fusion, isAdapted());
    }

    /**
     * A network with fresh float32 weights. The same seed gives the same bits on every machine.
     *
     * @param device {@code auto}, {@code cpu} or {@code gpu:N}
     * @throws IllegalArgumentException if the specification or the device cannot be had; tells why
     */
    public static MultimodalNetwork create(NetworkSpec spec, long seed, String device) {
        return create(spec, seed, device, DataType.FLOAT32);
    }

    /** As {@link #create(NetworkSpec, long, String)} with FLOAT32 or FLOAT64 parameters. */
    public static MultimodalNetwork create(
            NetworkSpec spec, long seed, String device, DataType type) {
        return create(spec, TensorSource.seeded(seed), device, type);
    }

    /** A network whose values come from {@code source}. */
    public static MultimodalNetwork create(
            NetworkSpec spec, TensorSource source, String device, DataType type) {
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException("a network has FLOAT32 or FLOAT64, not " + type);
        }
        NDManager manager = TorchRuntime.newManager(TorchRuntime.device(device));
        try {
            return new MultimodalNetwork(spec, source, manager, type);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** Manager that parameters and buffers belong to; parent for the managers of steps. */
    public NDManager manager() {
        return manager;
    }

    /** FLOAT32 or FLOAT64. */
    public DataType dataType() {
        return type;
    }

    /** All trainable tensors, encoder by encoder, then fusion and head; each requires gradients. */
    public NamedTensors parameters() {
        return tensors.parameters();
    }

    /** Trainable tensors of one encoder; with adapters those of its modality. */
    public NamedTensors encoderParameters(String modality) {
        String prefix = encoders.path(modality).spec().tensorPrefix();
        return parameters().only(name -> name.startsWith(prefix));
    }

    /** Trainable tensors of exchange, fusion and head; with adapters B and the head. */
    public NamedTensors headParameters() {
        return tensors.shared();
    }

    /** Tensors that a training pass changes by itself: running statistics and their counts. */
    public NamedTensors buffers() {
        return tensors.buffers();
    }

    /** All tensors in the order that PyTorch's {@code state_dict} has. */
    public NamedTensors state() {
        return tensors.state();
    }

    /** Whether all but low-rank adapters and the head is frozen, see {@link Adapters}. */
    public boolean isAdapted() {
        return spec.adapters() != null;
    }

    /**
     * What a version of this network holds: all of {@link #state}, or, of a network with adapters,
     * these, the head and what else changes.
     */
    public NamedTensors carried() {
        return tensors.carried();
    }

    /** {@link #state} without adapters: the tensors of the network that they were put on. */
    public NamedTensors base() {
        return tensors.base();
    }

    /**
     * {@link #state} as it is served: a rotation of the query is folded into the weights that make
     * the query, wherever that is exact. What is folded is a new tensor of {@code owner}.
     */
    public NamedTensors served(NDManager owner) {
        return folds() ? QueryFold.fold(state(), owner) : state();
    }

    /** What an optimizer knows of the parameters, as it fits {@link #served}. */
    public NamedTensors servedOptimizerState(NamedTensors optimizer) {
        return folds()
                ? QueryFold.foldOptimizer(optimizer, buffers().get(AttentionFusion.ROTATION))
                : optimizer;
    }

    /**
     * With normalised queries the rotation comes after the norm, and stays; so it does where the
     * weights that make the query are frozen.
     */
    private boolean folds() {
        return buffers().contains(AttentionFusion.ROTATION)
                && !isAdapted()
                && !"true".equals(spec.fusionOptions().get("qkNorm"));
    }

    /**
     * Copies values into parameters and buffers of the same name, type and shape. Either all are
     * copied or none.
     *
     * @throws IllegalArgumentException if a tensor is missing, unknown, or of another type or shape
     */
    public void load(NamedTensors values) {
        NetworkTensors.load(state(), values);
    }

    /** As {@link #load}, of what {@link #carried} gives. */
    public void loadCarried(NamedTensors values) {
        NetworkTensors.load(carried(), values);
    }

    /** As {@link #load}, of what {@link #base} gives. */
    public void loadBase(NamedTensors values) {
        NetworkTensors.load(base(), values);
    }

    /** D_m, the width of a modality's features. */
    public int featureWidth(String modality) {
        return encoders.path(modality).encoder().featureWidth();
    }

    /** What a modality's features are made of. */
    public TokenShape tokens(String modality) {
        return encoders.path(modality).encoder().tokens();
    }

    /**
     * Brings raw media on the device and through the front end. Not recorded.
     *
     * @param owner manager that the result belongs to
     * @param media one entry per clip; empty or null when the clip lacks the modality
     * @throws IllegalArgumentException if a clip has another size than the input specification
     */
    public ModalityInput prepare(NDManager owner, String modality, List<byte[]> media) {
        return encoders.path(modality).prepare(owner, media);
    }

    /**
     * Features of a modality, (B, D_m); rows of absent clips are zero. If the encoders exchange
     * something, the clips have no other modality here.
     *
     * @param owner manager that the result belongs to
     * @param training whether batch norm takes (and updates) the statistics of the batch or uses
     *     the running ones, as frozen encoders always do; absent clips are not part of the
     *     statistics
     */
    public NDArray encode(NDManager owner, String modality, ModalityInput input, boolean training) {
        int index = encoders.index(modality);
        List<ModalityInput> inputs = new ArrayList<>();
        for (int m = 0; m < spec.modalities().size(); m++) {
            inputs.add(m == index ? input : ModalityInput.absent(input.batchSize()));
        }
        return encode(owner, inputs, m -> training, m -> true, GateControl.NONE).get(index);
    }

    /**
     * Features of every modality in evaluation mode, as {@link #prepare} and {@link #encode} give
     * them one by one.
     *
     * @param owner manager that the result belongs to
     * @param media raw media of a modality by its index, one entry per clip; empty or null when the
     *     clip lacks the modality
     * @return one (B, D_m) per modality in the order of the specification
     * @throws IllegalArgumentException if a clip has another size than the input specification
     */
    public NDList features(NDManager owner, IntFunction<List<byte[]>> media) {
        List<ModalityInput> inputs = new ArrayList<>();
        for (String modality : spec.modalityNames()) {
            inputs.add(prepare(owner, modality, media.apply(inputs.size())));
        }
        return features(owner, inputs);
    }

    /** As {@link #features(NDManager, IntFunction)} of inputs that are on the device. */
    public NDList features(NDManager owner, List<ModalityInput> inputs) {
        return encode(owner, inputs, m -> false, m -> true, GateControl.NONE);
    }

    /**
     * Features of every modality, (B, D_m) each, with what the encoders exchange on the way.
     *
     * @param owner manager that the result belongs to
     * @param inputs one per modality in the order of the specification
     * @param trains whose encoders work in training mode, unless they are frozen; the others work
     *     in evaluation mode and are not recorded
     * @param control decides on gates, if the network exchanges any
     */
    public NDList encode(
            NDManager owner, List<ModalityInput> inputs, IntPredicate trains, GateControl control) {
        return encode(owner, inputs, trains, trains, control);
    }

    private NDList encode(
            NDManager owner,
            List<ModalityInput> inputs,
            IntPredicate training,
            IntPredicate recorded,
            GateControl control) {
        return isAdapted()
                ? encoders.encode(owner, inputs, m -> false, m -> false, control)
                : encoders.encode(owner, inputs, training, recorded, control);
    }

    /**
     * Joint logits (B, C) of clips that have every modality.
     *
     * @param features one per modality in the order of the specification; the result belongs to the
     *     manager of the first
     */
    public NDArray logits(NDList features) {
        return fusion.logits(features, null, 0);
    }

    /**
     * Joint logits (B, C) of clips some of which lack a modality: a fusion that averages or weighs
     * modalities leaves out what a clip has not. To the others a missing modality is a zero row.
     *
     * @param features as above; rows of absent clips are zero
     * @param presence as {@link #presence} gives it; null when no clip lacks anything
     */
    public NDArray logits(NDList features, NDArray presence) {
        return fusion.logits(features, presence, 0);
    }

    /**
     * As {@link #logits(NDList, NDArray)}, but in the first joint layers of an attention fusion the
     * modalities do not see each other: each goes through them with a class token of its own, and
     * the class token of the rest is the mean over the modalities that a clip has. Our counterpart
     * of fork-merge decoding (arXiv 2505.20873) for networks that classify; for predictions,
     * without training.
     *
     * @param forkedLayers 0 to the fusion's {@code jointLayers}; 0 is the plain prediction
     * @throws IllegalArgumentException if the fusion has fewer joint layers
     */
    public NDArray logits(NDList features, NDArray presence, int forkedLayers) {
        return fusion.logits(features, presence, forkedLayers);
    }

    /**
     * As {@link #logits(NDList, NDArray)} with the adapters of some modalities alone, without the
     * class token's: how much the answer relies on them. Frozen logits when none is kept.
     *
     * @param kept whose tokens are adapted, by index; what they read from others stays
     * @throws IllegalArgumentException if the network has no adapters
     */
    public NDArray logitsKeeping(NDList features, NDArray presence, IntPredicate kept) {
        if (!isAdapted()) {
            throw new IllegalArgumentException("the network has no adapters to keep");
        }
        double[] keeps = new double[1 + features.size()];
        for (int m = 0; m < features.size(); m++) {
            keeps[m + 1] = kept.test(m) ? 1 : 0;
        }
        NDManager owner = features.get(0).getManager();
        return fusion.keeping(features, presence, owner.create(keeps).toType(type, false));
    }

    /** Joint layers that predictions fork: the fusion's option {@code forkedLayers}, or 0. */
    public int forkedLayers() {
        return fusion.forkedLayers();
    }

    /**
     * Checks a number of forked layers without running any.
     *
     * @throws IllegalArgumentException if the fusion has fewer joint layers
     */
    public void requireForkable(int forkedLayers) {
        fusion.requireForkable(forkedLayers);
    }

    /**
     * Which clips of a batch have which modality, for {@link #logits(NDList, NDArray)}.
     *
     * @param owner manager that the result belongs to
     * @param rows B
     * @return (B, M) of the network's type, 1 or 0; null when every clip has every modality
     */
    public NDArray presence(NDManager owner, int rows, ClipPresence presence) {
        return PresenceTensor.of(owner, type, rows, spec.modalities().size(), presence);
    }

    /**
     * Logits of every modality by itself, each (B, C). Concat: {@code W_m f_m + b / M}, which add
     * up to the joint logits; sum: the modality's own layer; FiLM and gated: the joint logits with
     * all other features zero; attention: the joint logits with all other modalities missing.
     *
     * @param features one per modality in the order of the specification
     * @return one per modality in the same order, owned by the manager of the first feature
     */
    public NDList splitLogits(NDList features) {
        return fusion.splitLogits(features);
    }

    /** {@link #splitLogits(NDList)} of one modality. */
    public NDArray splitLogits(NDList features, String modality) {
        return fusion.splitLogits(features).get(encoders.index(modality));
    }

    /**
     * Where the class token looks, if the fusion is {@code attention}. Reads from the device; not
     * recorded.
     *
     * @param features one per modality in the order of the specification
     * @param presence as {@link #presence} gives it; null when no clip lacks anything
     */
    public Optional<AttentionReading> attention(NDList features, NDArray presence) {
        return fusion.attention(features, presence);
    }

    @Override
    public void close() {
        encoders.close();
        fusion.close();
        manager.close();
    }
}
