/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import java.util.Locale;

/**
 * What a scene shows: a shape, the direction in which it moves, its hue, and the sound it makes.
 */
enum SceneClass {
    CIRCLE(Glide.STEADY),
    SQUARE(Glide.RISING),
    TRIANGLE(Glide.FALLING),
    CROSS(Glide.WARBLING),
    RING(Glide.RISING),
    DIAMOND(Glide.STEADY),
    BAR(Glide.WARBLING),
    STAR(Glide.FALLING);

    /** Number of classes there are. */
    static final int MAX = 8;

    private static final double LOWEST_HERTZ = 280;
    private static final double STEP = 1.42;

    private final Glide glide;

    SceneClass(Glide glide) {
        this.glide = glide;
    }

    /** How the pitch goes over the length of the sound. */
    enum Glide {
        STEADY,
        RISING,
        FALLING,
        WARBLING;

        /**
         * @param position 0 (begin) to 1 (end)
         * @return factor of the pitch
         */
        double factor(double position) {
            return switch (this) {
                case STEADY -> 1;
                case RISING -> 0.8 + 0.4 * position;
                case FALLING -> 1.2 - 0.4 * position;
                case WARBLING -> 1 + 0.12 * Waves.sine(6 * position);
            };
        }
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Glide glide() {
        return glide;
    }

    /** Pitch in the middle of the sound, hertz. */
    double hertz() {
        double hertz = LOWEST_HERTZ;
        for (int i = 0; i < ordinal(); i++) {
            hertz *= STEP;
        }
        return hertz;
    }

    /** Hue as a share of the full circle, 0 to 1. */
    double hue() {
        return (double) ordinal() / MAX;
    }

    /** Direction of the movement as a share of the full circle, 0 to 1. */
    double direction() {
        return (double) (ordinal() * 3 % MAX) / MAX;
    }

    /**
     * Whether a point belongs to the shape.
     *
     * @param x to the right, 1 is the shape's radius
     * @param y downwards, 1 is the shape's radius
     */
    boolean contains(double x, double y) {
        double ax = Math.abs(x);
        double ay = Math.abs(y);
        double square = x * x + y * y;
        return switch (this) {
            case CIRCLE -> square <= 1;
            case SQUARE -> ax <= 0.85 && ay <= 0.85;
            case TRIANGLE -> y <= 0.8 && ax <= (y + 1) * 0.55;
            case CROSS -> ax <= 1 && ay <= 1 && (ax <= 0.3 || ay <= 0.3);
            case RING -> square <= 1 && square >= 0.36;
            case DIAMOND -> ax + ay <= 1.1;
            case BAR -> ax <= 1.2 && ay <= 0.35;
            case STAR -> ax <= 1 && ay <= 1 && Math.abs(ax - ay) <= 0.3;
        };
    }
}
