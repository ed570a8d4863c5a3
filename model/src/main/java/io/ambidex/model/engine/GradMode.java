/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether operations of the calling thread are recorded for differentiation. Use it as a resource;
 * closing brings the former state back:
 *
 * <pre>{@code
 * try (GradMode on = GradMode.on()) {
 *     NDArray loss = ...
 *     gradients = autograd.gradients(loss, parameters, false);
 * }
 * }</pre>
 */
public final class GradMode implements AutoCloseable {

    private final boolean before;

    private GradMode(boolean now) {
        TorchRuntime.prepareThread();
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(now);
    }

    /** Records from here on. */
    public static GradMode on() {
        return new GradMode(true);
    }

    /** Does not record from here on. */
    public static GradMode off() {
        return new GradMode(false);
    }

    /** Whether the calling thread records. */
    public static boolean isOn() {
        TorchRuntime.prepareThread();
        return JniUtils.isGradMode();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
