/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.file.MediaFileReader;
import io.ambidex.connectors.media.file.MediaPiece;
import io.ambidex.connectors.media.file.MediaReadOptions;
import io.ambidex.connectors.media.file.SoundPiece;
import io.ambidex.connectors.random.KeyedRandom;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sound of media files as voices of a babble. */
public final class FileVoices {
    private static final int VOICES = 24;

    /** Long files give their beginning only. */
    private static final int MAX_SECONDS = 20;

    private FileVoices() {}

    /**
     * Mixes the sound of some of the files.
     *
     * @param files media files; those that cannot be read are left out
     * @param sampleRate samples per second of the babble, hertz
     * @param seed decides which files
     * @throws IllegalArgumentException if none that was tried has sound
     */
    public static Babble babble(List<Path> files, int sampleRate, long seed) {
        List<Path> left = new ArrayList<>(files);
        KeyedRandom random = new KeyedRandom(seed);
        List<short[]> voices = new ArrayList<>();
        while (voices.size() < VOICES && !left.isEmpty()) {
            Path file = left.remove(random.nextInt(left.size()));
            try {
                voices.add(read(file, sampleRate));
            } catch (MediaException e) {
                // It is reported when it is played; another one has sound.
                continue;
            }
        }
        return Babble.of(voices, sampleRate, seed);
    }

    private static short[] read(Path file, int sampleRate) throws MediaException {
        int most = MAX_SECONDS * sampleRate * Short.BYTES;
        ByteArrayOutputStream pcm = new ByteArrayOutputStream();
        MediaReadOptions options = MediaReadOptions.DEFAULT.withSampleRate(sampleRate);
        try (MediaFileReader reader = MediaFileReader.open(file, options)) {
            MediaPiece piece = reader.next();
            while (piece != null && pcm.size() < most) {
                if (piece instanceof SoundPiece sound) {
                    pcm.writeBytes(sound.pcm());
                }
                piece = reader.next();
            }
        }
        return Pcm.samples(ByteBuffer.wrap(pcm.toByteArray()));
    }
}
