/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.simulator;

import io.ambidex.connectors.clip.RecordPosition;
import io.ambidex.connectors.media.AudioDecoder;
import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.VideoDecoder;
import io.ambidex.connectors.media.picture.Picture;
import io.ambidex.connectors.media.picture.PictureScaler;
import io.ambidex.connectors.media.player.PlayedRecord;
import io.ambidex.connectors.media.player.PlayedStream;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The simplest classifier there is, the nearest centroid of the first scenes: what it learns, any
 * small network can learn.
 */
abstract class SceneClassifier {
    private static final RecordPosition POSITION = new RecordPosition("topic", 0, 0);

    /** On the log-energy in 16 bands in 4 parts of the scene. */
    static SceneClassifier audio(int sampleRate) {
        AudioDecoder decoder = new AudioDecoder("audio", sampleRate);
        return new SceneClassifier() {
            @Override
            double[] features(List<PlayedRecord> scene) throws MediaException {
                int bands = 16;
                double[] features = new double[4 * bands];
                int chunks = 0;
                for (PlayedRecord played : scene) {
                    if (played.record() instanceof AudioChunk chunk) {
                        byte[] pcm = decoder.decode(chunk, POSITION).data();
                        int part = Math.min(3, chunks++ * 4 / 25);
                        for (int b = 0; b < bands; b++) {
                            double hertz = 200 * Math.pow(20, (double) b / bands);
                            features[part * bands + b] += energy(pcm, hertz / sampleRate);
                        }
                    }
                }
                for (int i = 0; i < features.length; i++) {
                    features[i] = Math.log(1e-6 + features[i]);
                }
                return features;
            }
        };
    }

    /** On the pixels of four pictures, shrunk to 8 x 8, without their mean colour. */
    static SceneClassifier video(int width, int height) {
        VideoDecoder decoder = new VideoDecoder("video", width, height, 3);
        return new SceneClassifier() {
            @Override
            double[] features(List<PlayedRecord> scene) throws MediaException {
                double[] features = new double[4 * 8 * 8 * 3];
                int frames = 0;
                for (PlayedRecord played : scene) {
                    if (played.record() instanceof VideoFrame frame) {
                        int part = Math.min(3, frames++ * 4 / 10);
                        byte[] rgb = decoder.decode(frame, POSITION).data();
                        byte[] small =
                                PictureScaler.scale(new Picture(width, height, 3, rgb), 8, 8)
                                        .data();
                        double mean = 0;
                        for (byte value : small) {
                            mean += (value & 0xff) / (double) small.length;
                        }
                        for (int i = 0; i < small.length; i++) {
                            features[part * small.length + i] += (small[i] & 0xff) - mean;
                        }
                    }
                }
                return features;
            }
        };
    }

    abstract double[] features(List<PlayedRecord> scene) throws MediaException;

    /** Share of right answers on the scenes after the first {@code training} ones. */
    double accuracy(SimulatorOptions options, int training) {
        Map<String, double[]> sums = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        List<PlayedRecord> scene = new ArrayList<>();
        int scenes = 0;
        int right = 0;
        PlayedStream stream = new Simulator(options).streams().get(0);
        while (stream.hasNext()) {
            PlayedRecord played = stream.next();
            scene.add(played);
            if (!(played.record() instanceof Label label)) {
                continue;
            }
            double[] features = extract(scene, label);
            scene.removeIf(r -> r.eventTimeMillis() < label.getEndMillis());
            String name = label.getLabel();
            if (scenes++ < training) {
                sums.merge(name, features, SceneClassifier::plus);
                counts.merge(name, 1, Integer::sum);
            } else if (nearest(sums, counts, features).equals(name)) {
                right++;
            }
        }
        return (double) right / (scenes - training);
    }

    private double[] extract(List<PlayedRecord> scene, Label label) {
        try {
            return features(
                    scene.stream()
                            .filter(r -> r.eventTimeMillis() < label.getEndMillis())
                            .toList());
        } catch (MediaException e) {
            throw new AssertionError("the simulator made media that cannot be read", e);
        }
    }

    private static String nearest(
            Map<String, double[]> sums, Map<String, Integer> counts, double[] features) {
        String best = "";
        double smallest = Double.MAX_VALUE;
        for (Map.Entry<String, double[]> entry : sums.entrySet()) {
            double distance = 0;
            for (int i = 0; i < features.length; i++) {
                double difference = features[i] - entry.getValue()[i] / counts.get(entry.getKey());
                distance += difference * difference;
            }
            if (distance < smallest) {
                smallest = distance;
                best = entry.getKey();
            }
        }
        return best;
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Energy at a frequency (in turns per sample) by Goertzel's algorithm. */
    private static double energy(byte[] pcm, double frequency) {
        ByteBuffer samples = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
        double factor = 2 * Math.cos(2 * Math.PI * frequency);
        double last = 0;
        double before = 0;
        while (samples.hasRemaining()) {
            double next = samples.getShort() / 32768.0 + factor * last - before;
            before = last;
            last = next;
        }
        return last * last + before * before - factor * last * before;
    }
}
