/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import io.ambidex.connectors.random.KeyedRandom;

/** The random numbers of one scene for one purpose. */
final class SceneRandom extends KeyedRandom {

    /** What the numbers are for. */
    enum Purpose {
        SCENE,
        LABEL,
        AUDIO,
        VIDEO,
        VOICE
    }

    SceneRandom(long seed, int stream, long scene, Purpose purpose) {
        super(seed, stream, scene, purpose.ordinal());
    }
}
