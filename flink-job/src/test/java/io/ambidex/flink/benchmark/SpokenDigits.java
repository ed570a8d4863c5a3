/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.benchmark;

import io.ambidex.model.learning.MiniBatch;
import io.ambidex.model.network.AudioInput;
import io.ambidex.model.network.VideoInput;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Spoken digits (Free Spoken Digit Dataset) paired with written ones (MNIST), as the folder {@code
 * av-digits} holds them: {@code manifest.csv} and {@code audio.csv} name recordings in {@code
 * audio.zip}, which is not compressed, and pictures in {@code images-idx3-ubyte}.
 */
final class SpokenDigits {

    static final AudioInput AUDIO = AudioInput.of(8_000, 8_000, 32);
    static final VideoInput VIDEO = new VideoInput(1, 1, 28, 28);
    static final List<String> CLASSES = IntStream.range(0, 10).mapToObj(i -> "" + i).toList();

    private static final int IMAGES_HEADER = 16;

    /** Training pairs by speaker, in the order of the manifest. */
    private final Map<String, List<MiniBatch.Example>> speakers = new LinkedHashMap<>();

    private final List<MiniBatch.Example> all = new ArrayList<>();

    /**
     * Pairs with known changes.
     *
     * @param changes index of the first example of every speaker but the first
     */
    record Sequence(List<MiniBatch.Example> examples, List<Integer> changes) {}

    /** The split {@code train}. */
    static SpokenDigits load(Path folder) throws IOException {
        SpokenDigits digits = new SpokenDigits();
        Map<String, Map<String, String>> recordings = new HashMap<>();
        rows(folder.resolve("audio.csv")).forEach(row -> recordings.put(row.get("audio_id"), row));
        byte[] images = Files.readAllBytes(folder.resolve("images-idx3-ubyte"));
        try (RandomAccessFile sound =
                new RandomAccessFile(folder.resolve("audio.zip").toFile(), "r")) {
            for (Map<String, String> row : rows(folder.resolve("manifest.csv"))) {
                if (row.get("split").equals("train")) {
                    digits.add(
                            row.get("speaker"),
                            new MiniBatch.Example(
                                    List.of(
                                            sound(sound, recordings.get(row.get("audio_id"))),
                                            picture(images, Integer.parseInt(row.get("image_id")))),
                                    Integer.parseInt(row.get("label")),
                                    digits.all.size(),
                                    false));
                }
            }
        }
        return digits;
    }

    private void add(String speaker, MiniBatch.Example example) {
        speakers.computeIfAbsent(speaker, name -> new ArrayList<>()).add(example);
        all.add(example);
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], values[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    /** The beginning of a recording, followed by silence where it is shorter than a clip. */
    private static byte[] sound(RandomAccessFile file, Map<String, String> recording)
            throws IOException {
        byte[] pcm = new byte[AUDIO.rawBytes()];
        file.seek(Long.parseLong(recording.get("pcm_offset")));
        int samples = Integer.parseInt(recording.get("samples"));
        file.readFully(pcm, 0, Math.min(pcm.length, samples * Short.BYTES));
        return pcm;
    }

    private static byte[] picture(byte[] images, int number) {
        byte[] picture = new byte[VIDEO.rawBytes()];
        System.arraycopy(
                images, IMAGES_HEADER + number * picture.length, picture, 0, picture.length);
        return picture;
    }

    /** All pairs in the order of the manifest, which mixes speakers and classes. */
    List<MiniBatch.Example> mixed() {
        return all;
    }

    /** One speaker after another, beginning with another one for each of four seeds. */
    Sequence bySpeaker(int seed) {
        List<String> order = new ArrayList<>(speakers.keySet());
        Collections.sort(order);
        Collections.rotate(order, seed);
        List<MiniBatch.Example> examples = new ArrayList<>();
        List<Integer> changes = new ArrayList<>();
        for (String speaker : order) {
            if (!examples.isEmpty()) {
                changes.add(examples.size());
            }
            examples.addAll(speakers.get(speaker));
        }
        return new Sequence(examples, changes);
    }
}
