/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one libtorch of this process: its start, its threads, its devices.
 *
 * <p>The engine never talks to the network: offline mode is set before it starts, which also stops
 * its telemetry. Every thread that comes here first has gradients off until {@link GradMode} turns
 * them on (libtorch itself starts threads with gradients on).
 */
public final class TorchRuntime {

    private static final String ENGINE = "PyTorch";
    private static final Pattern GPU = Pattern.compile("gpu:(\\d{1,3})");
    private static final ThreadLocal<Boolean> THREAD_PREPARED =
            ThreadLocal.withInitial(() -> Boolean.FALSE);

    private static int threads;

    private TorchRuntime() {}

    /** Starts libtorch with one thread per operation if it does not run yet. */
    public static void start() {
        start(0);
    }

    /**
     * Starts libtorch if it does not run yet. The number of threads changes the order in which sums
     * are formed and so their last bits: it is fixed for the life of the process.
     *
     * @param wanted threads per operation, 1 to 1,024; 0 takes what runs, or 1
     * @throws IllegalStateException if libtorch runs with another number of threads
     */
    public static synchronized void start(int wanted) {
        if (wanted < 0 || wanted > 1_024) {
            throw new IllegalArgumentException("threads must be between 0 and 1024, not " + wanted);
        }
        if (threads == 0) {
            threads = Math.max(1, wanted);
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("OPT_OUT_TRACKING", "true");
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
            System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
            Engine.getEngine(ENGINE);
        } else if (wanted != 0 && wanted != threads) {
            throw new IllegalStateException(
                    "libtorch runs with "
                            + threads
                            + " thread(s) per operation in this process; "
                            + wanted
                            + " cannot be had");
        }
        prepareThread();
    }

    /** Threads per operation. */
    public static synchronized int threads() {
        start();
        return threads;
    }

    /** Versions of what computes: {@code libtorch}, {@code djl}, {@code java}. */
    public static Map<String, String> libraries() {
        start();
        return Map.of(
                "libtorch", Engine.getEngine(ENGINE).getVersion(),
                "djl", Engine.getDjlVersion(),
                "java", Runtime.version().toString());
    }

    /**
     * Finds a device.
     *
     * @param name {@code cpu}, {@code gpu:N}, or {@code auto}: the first GPU if there is one, else
     *     the CPU
     * @throws IllegalArgumentException if the name is none of these or there is no such GPU; tells
     *     what there is
     */
    public static Device device(String name) {
        start();
        int gpus = Engine.getEngine(ENGINE).getGpuCount();
        Matcher gpu = GPU.matcher(name);
        if (name.equals("cpu") || name.equals("auto") && gpus == 0) {
            return Device.cpu();
        }
        if (name.equals("auto")) {
            return Device.gpu(0);
        }
        if (!gpu.matches()) {
            throw new IllegalArgumentException(
                    "device must be auto, cpu or gpu:N, not '" + name + "'");
        }
        int index = Integer.parseInt(gpu.group(1));
        if (index >= gpus) {
            throw new IllegalArgumentException(
                    "device '" + name + "' does not exist; this process has: " + existing(gpus));
        }
        return Device.gpu(index);
    }

    /** A manager whose arrays live until it is closed. */
    public static NDManager newManager(Device device) {
        start();
        return NDManager.newBaseManager(device, ENGINE);
    }

    /** Brings the calling thread into the state every thread of ours is in; cheap when repeated. */
    static void prepareThread() {
        if (!THREAD_PREPARED.get()) {
            THREAD_PREPARED.set(Boolean.TRUE);
            JniUtils.setGradMode(false);
            // Our kernels see few shapes once: profiling and specialising costs more than it gives.
            JniUtils.setGraphExecutorOptimize(false);
        }
    }

    private static String existing(int gpus) {
        StringBuilder names = new StringBuilder("cpu");
        for (int i = 0; i < gpus; i++) {
            names.append(", gpu:").append(i);
        }
        return names.toString();
    }
}
