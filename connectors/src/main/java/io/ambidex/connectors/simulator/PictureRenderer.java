/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import io.ambidex.connectors.media.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * The pictures of a scene: the shape of its class drifts over a shaded background, among smaller
 * shapes and noise that grow with the difficulty while the shape itself fades to the background.
 */
final class PictureRenderer {
    private static final int MAX_DISTRACTORS = 5;
    private static final double QUIET_NOISE = 4;
    private static final double LOUD_NOISE = 60;

    private final int width;
    private final int height;
    private final int frames;

    PictureRenderer(int width, int height, int frames) {
        this.width = width;
        this.height = height;
        this.frames = frames;
    }

    /**
     * @param scene the class
     * @param difficulty 0 to 1
     * @param random numbers of these pictures alone
     * @return one picture per frame
     */
    List<Picture> render(SceneClass scene, double difficulty, SceneRandom random) {
        Background background = Background.draw(random);
        List<Thing> things = new ArrayList<>();
        int distractors = (int) Math.round(MAX_DISTRACTORS * difficulty);
        for (int i = 0; i < distractors; i++) {
            SceneClass shape = SceneClass.values()[random.nextInt(SceneClass.MAX)];
            things.add(Thing.distractor(shape, 0.6 * difficulty, random));
        }
        things.add(Thing.subject(scene, 1 - difficulty, difficulty, random));
        double noise = QUIET_NOISE + LOUD_NOISE * difficulty;
        List<Picture> pictures = new ArrayList<>(frames);
        for (int f = 0; f < frames; f++) {
            double position = (double) f / frames;
            double[] canvas = background.paint(width, height);
            for (Thing thing : things) {
                thing.paint(canvas, width, height, position);
            }
            byte[] rgb = new byte[canvas.length];
            for (int i = 0; i < rgb.length; i++) {
                double value = canvas[i] + noise * random.nextGaussian();
                rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
            pictures.add(new Picture(width, height, 3, rgb));
        }
        return pictures;
    }

    /** A plane of grey that gets lighter in one direction, with a tint. */
    private record Background(double level, double slopeX, double slopeY, double[] tint) {

        static Background draw(SceneRandom random) {
            return new Background(
                    random.between(80, 150),
                    random.between(-40, 40),
                    random.between(-40, 40),
                    Colours.rgb(random.nextDouble(), 12));
        }

        double[] paint(int width, int height) {
            double[] canvas = new double[width * height * 3];
            int at = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double grey =
                            level
                                    + slopeX * (x - width / 2.0) / width
                                    + slopeY * (y - height / 2.0) / height;
                    for (int c = 0; c < 3; c++) {
                        canvas[at++] = grey + tint[c];
                    }
                }
            }
            return canvas;
        }
    }

    /**
     * A shape that moves.
     *
     * @param strength 0 (not to be seen) to 1
     * @param radius share of the picture's smaller side
     */
    private record Thing(
            SceneClass shape,
            double strength,
            double[] colour,
            double radius,
            double x,
            double y,
            double speedX,
            double speedY) {

        static Thing subject(
                SceneClass shape, double strength, double difficulty, SceneRandom random) {
            double saturation = 90 * (1 - 0.5 * difficulty);
            double hue = shape.hue() + 0.08 * difficulty * random.nextGaussian();
            double direction = shape.direction() + 0.03 * random.nextGaussian();
            double speed = random.between(0.25, 0.4);
            double speedX = speed * Waves.cosine(direction);
            double speedY = speed * Waves.sine(direction);
            double jitter = 0.06 + 0.1 * difficulty;
            return new Thing(
                    shape,
                    strength,
                    brightened(Colours.rgb(hue, saturation), random.between(40, 70)),
                    random.between(0.16, 0.22),
                    0.5 - speedX / 2 + random.between(-jitter, jitter),
                    0.5 - speedY / 2 + random.between(-jitter, jitter),
                    speedX,
                    speedY);
        }

        static Thing distractor(SceneClass shape, double strength, SceneRandom random) {
            return new Thing(
                    shape,
                    strength,
                    brightened(Colours.rgb(random.nextDouble(), 60), random.between(-40, 40)),
                    random.between(0.06, 0.13),
                    random.nextDouble(),
                    random.nextDouble(),
                    random.between(-0.3, 0.3),
                    random.between(-0.3, 0.3));
        }

        private static double[] brightened(double[] colour, double by) {
            return new double[] {colour[0] + by, colour[1] + by, colour[2] + by};
        }

        void paint(double[] canvas, int width, int height, double position) {
            double pixels = radius * Math.min(width, height);
            double centreX = (x + speedX * position) * width;
            double centreY = (y + speedY * position) * height;
            int top = (int) Math.max(0, centreY - 1.3 * pixels);
            int bottom = (int) Math.min(height - 1.0, centreY + 1.3 * pixels);
            int left = (int) Math.max(0, centreX - 1.3 * pixels);
            int right = (int) Math.min(width - 1.0, centreX + 1.3 * pixels);
            for (int py = top; py <= bottom; py++) {
                for (int px = left; px <= right; px++) {
                    if (shape.contains(
                            (px + 0.5 - centreX) / pixels, (py + 0.5 - centreY) / pixels)) {
                        int at = (py * width + px) * 3;
                        for (int c = 0; c < 3; c++) {
                            canvas[at + c] += strength * colour[c];
                        }
                    }
                }
            }
        }
    }
}
