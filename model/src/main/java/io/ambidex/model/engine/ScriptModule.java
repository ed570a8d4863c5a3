/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A TorchScript class {@code Kernel}, written as plain text and loaded on a device. Methods take
 * tensors and lists of tensors and give tensors or lists of tensors.
 *
 * <p>For one thread at a time. The sources of a module's own methods are resource files beside the
 * class that loads them.
 */
public final class ScriptModule implements AutoCloseable {

    private final PtSymbolBlock block;
    private final NDManager manager;
    private final Map<String, NDArray> methodNames = new HashMap<>();

    private ScriptModule(PtSymbolBlock block, NDManager manager) {
        this.block = block;
        this.manager = manager;
    }

    /**
     * Loads a module on the manager's device.
     *
     * @param source TorchScript in the form of {@code code/__torch__.py}, with one class {@code
     *     Kernel}
     * @throws IllegalArgumentException if libtorch does not accept the source
     */
    public static ScriptModule fromText(NDManager parent, String source) {
        TorchRuntime.prepareThread();
        NDManager manager = parent.newSubManager();
        try {
            InputStream archive = new ByteArrayInputStream(ScriptArchive.write(source));
            return new ScriptModule(
                    JniUtils.loadModule((PtNDManager) manager, archive, true, false), manager);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw new IllegalArgumentException("libtorch refuses the kernel: " + e.getMessage(), e);
        }
    }

    /** Loads a module from a resource file beside {@code anchor}. */
    public static ScriptModule fromResource(NDManager parent, Class<?> anchor, String name) {
        try (InputStream in = anchor.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no resource " + name + " beside " + anchor.getName());
            }
            return fromText(parent, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }

    /**
     * Calls a method; it is differentiable where {@link GradMode} is on.
     *
     * @param owner manager that the results belong to
     * @param method name of the method
     * @param arguments in the order of the method: an {@link NDArray} for a tensor, a non-empty
     *     {@link NDList} for a list of tensors; no array may occur twice
     * @return one array per tensor that the method gives
     */
    public NDList call(NDManager owner, String method, Object... arguments) {
        TorchRuntime.prepareThread();
        NDList inputs = new NDList();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof NDList list) {
                String name = "a" + i + "[]";
                for (NDArray array : list) {
                    array.setName(name);
                    inputs.add(array);
                }
            } else {
                NDArray array = (NDArray) arguments[i];
                array.setName("a" + i);
                inputs.add(array);
            }
        }
        inputs.add(methodNames.computeIfAbsent(method, this::methodName));
        NDList outputs = IValueUtils.forward(block, inputs, true);
        outputs.attach(owner);
        return outputs;
    }

    /** Calls a method that gives one tensor, see {@link #call}. */
    public NDArray callOne(NDManager owner, String method, Object... arguments) {
        return call(owner, method, arguments).singletonOrThrow();
    }

    /**
     * Calls a method that changes its arguments in place and gives nothing of interest. Not
     * differentiable.
     *
     * @param arguments in the order of the method: {@link NDList} for a list of tensors, {@code
     *     double[]} for a list of numbers
     */
    public void run(String method, Object... arguments) {
        TorchRuntime.prepareThread();
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] =
                        arguments[i] instanceof NDList list
                                ? IValue.listFrom(list.toArray(new PtNDArray[0]))
                                : IValue.listFrom((double[]) arguments[i]);
            }
            IValueUtils.runMethod(block, method, values).close();
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private NDArray methodName(String method) {
        NDArray array = manager.create(0f);
        ai.djl.ndarray.NDScope.unregister(array);
        array.setName("module_method:" + method);
        return array;
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
