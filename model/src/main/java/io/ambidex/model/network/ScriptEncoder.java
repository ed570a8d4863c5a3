/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.ambidex.model.engine.NamedTensors;
import io.ambidex.model.engine.ScriptFile;
import io.ambidex.model.engine.StepScope;
import io.ambidex.model.engine.TrainableScript;
import io.ambidex.model.network.layer.Initializer;
import io.ambidex.model.network.layer.TensorSpec;
import io.ambidex.model.network.layer.TokenShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An encoder from a TorchScript file: (P, …encoder shape) to features (P, D). Frames of a video go
 * through it one by one and are averaged, unless it takes whole clips. Its code, with the weights
 * taken out, is a tensor of the network like any other, so that a version is complete without the
 * file.
 */
final class ScriptEncoder implements Encoder {

    /** Name of the tensor that holds the code. */
    static final String CODE = "torchscript";

    private final TrainableScript script;
    private final TokenShape tokens;
    private final boolean framesAlone;
    private final NamedTensors state = new NamedTensors();

    /**
     * The options of such an encoder.
     *
     * @param path the file; read when a network is made from a seed
     * @param tokens T tokens of width d; one token for plain features
     * @param wholeClips whether a video goes in as (P, channels, frames, height, width)
     */
    record Settings(Path path, TokenShape tokens, boolean wholeClips) {

        static Settings of(Options options) {
            return new Settings(
                    Path.of(options.requiredText("path")),
                    new TokenShape(
                            options.number("tokens", 1, 1, 65_536),
                            options.number("features", 0, 1, 65_536)),
                    options.choice("frames", "each", "whole").equals("whole"));
        }
    }

    ScriptEncoder(ModalitySpec modality, Settings settings, TensorFactory factory) {
        String prefix = modality.tensorPrefix();
        byte[] stored = factory.source().bytes(prefix + CODE);
        ScriptFile file = ScriptFile.read(stored != null ? stored : read(settings.path()));
        script = new TrainableScript(factory.manager(), file);
        try {
            requireType(factory.type());
            state.add(CODE, tensor(factory.manager(), file.withoutWeights().toBytes()));
            for (Map.Entry<String, NDArray> entry : script.state().entries()) {
                state.add(entry.getKey(), entry.getValue());
                if (stored != null) {
                    fill(entry.getValue(), prefix + entry.getKey(), factory);
                }
            }
            long[] shape = modality.input().encoderShape();
            framesAlone = shape.length == 4 && !settings.wholeClips();
            tokens = settings.tokens();
            requireWidth(factory, shape);
        } catch (RuntimeException e) {
            script.close();
            throw e;
        }
    }

    @Override
    public TokenShape tokens() {
        return tokens;
    }

    @Override
    public NamedTensors parameters() {
        return script.parameters();
    }

    @Override
    public NamedTensors state() {
        return state;
    }

    @Override
    public NDArray forward(NDManager owner, NDArray values, boolean training) {
        if (!framesAlone) {
            return flat(script.forward(owner, values, training));
        }
        Shape shape = values.getShape();
        NDArray frames =
                values.transpose(0, 2, 1, 3, 4)
                        .reshape(-1, shape.get(1), shape.get(3), shape.get(4));
        return flat(script.forward(owner, frames, training))
                .reshape(shape.get(0), shape.get(2), featureWidth())
                .mean(new int[] {1});
    }

    /** Tokens (P, T, d) as features (P, T d). */
    private NDArray flat(NDArray features) {
        Shape shape = features.getShape();
        boolean fits =
                shape.dimension() == 3
                        && shape.get(1) == tokens.count()
                        && shape.get(2) == tokens.width();
        return fits ? features.reshape(shape.get(0), featureWidth()) : features;
    }

    /** What is inside is not known: the only stage ends with the features. */
    @Override
    public NDArray segment(int index, NDManager owner, NDArray values, boolean training) {
        return index == 0 ? forward(owner, values, training) : values;
    }

    private void requireType(DataType type) {
        for (Map.Entry<String, NDArray> entry : script.parameters().entries()) {
            if (entry.getValue().getDataType() != type) {
                throw new IllegalArgumentException(
                        "parameter '%s' of the TorchScript file must be %s, not %s"
                                .formatted(entry.getKey(), type, entry.getValue().getDataType()));
            }
        }
    }

    /** Encodes one clip of zeros. */
    private void requireWidth(TensorFactory factory, long[] clip) {
        try (StepScope scope = StepScope.open(factory.manager())) {
            Shape one = new Shape(1).addAll(new Shape(clip));
            NDArray zeros = scope.manager().zeros(one, factory.type());
            Shape features = forward(scope.manager(), zeros, false).getShape();
            if (!features.equals(new Shape(1, featureWidth()))) {
                String wanted =
                        tokens.count() == 1
                                ? "(1, %d)".formatted(tokens.width())
                                : "%d tokens of width %d: (1, %1$d, %2$d) or (1, %3$d)"
                                        .formatted(tokens.count(), tokens.width(), featureWidth());
                throw new IllegalArgumentException(
                        "the TorchScript file makes %s of one clip, not %s"
                                .formatted(features, wanted));
            }
        }
    }

    private static void fill(NDArray own, String name, TensorFactory factory) {
        boolean counter = own.getDataType() == DataType.INT64;
        TensorSpec spec =
                new TensorSpec(
                        name,
                        own.getShape().getShape(),
                        new Initializer.Constant(0),
                        counter ? TensorSpec.Kind.COUNTER : TensorSpec.Kind.BUFFER);
        try (NDArray value =
                factory.source().create(factory.manager(), factory.type(), name, spec)) {
            if (!value.getShape().equals(own.getShape())
                    || value.getDataType() != own.getDataType()) {
                throw new IllegalArgumentException(
                        "tensor '%s' must be %s %s, not %s %s"
                                .formatted(
                                        name,
                                        own.getDataType(),
                                        own.getShape(),
                                        value.getDataType(),
                                        value.getShape()));
            }
            value.copyTo(own);
        }
    }

    private static NDArray tensor(NDManager manager, byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        try (NDArray wrapped = manager.create(direct, new Shape(bytes.length), DataType.UINT8)) {
            NDArray tensor = wrapped.duplicate();
            NDScope.unregister(tensor);
            return tensor;
        }
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the TorchScript file " + path + " cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        state.get(CODE).close();
        script.close();
    }
}
