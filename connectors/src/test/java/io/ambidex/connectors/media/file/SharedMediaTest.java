/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.manifest.MediaManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Reads recorded media; skipped where they are not there. */
class SharedMediaTest {
    private static final double RATE = MediaReadOptions.DEFAULT.sampleRate();

    /** Samples that one coded frame of sound has, where that is fixed. */
    private static final Map<String, Integer> CODEC_FRAME =
            Map.of("aac", 1_024, "mp2", 1_152, "mp3", 1_152, "ac3", 1_536);

    private static final MediaReadOptions SMALL = MediaReadOptions.DEFAULT.withSize(32, 24);

    @Test
    void everyClipOfTalkingFacesIsWhole() throws Exception {
        Path folder = SharedMedia.folder("av-clips");
        List<Path> clips = SharedMedia.files(folder.resolve("clips"));
        Map<String, Double> expected = numbers(folder, "frames");
        // Each tenth, to be quick.
        for (int i = 0; i < clips.size(); i += 10) {
            Path clip = clips.get(i);
            List<SoundPiece> sound = new ArrayList<>();
            List<PicturePiece> pictures = new ArrayList<>();
            MediaVerdict verdict = MediaFileReaderTest.read(clip, SMALL, pictures, sound);

            assertThat(verdict.state()).as(clip.toString()).isEqualTo(MediaVerdict.State.WHOLE);
            assertThat(verdict.frames())
                    .isEqualTo(expected.get("clips/" + clip.getFileName()).longValue());
            assertThat(verdict.samples()).isCloseTo(48_000, within(700L));
            assertThat(pictures.get(0).startMicros()).isZero();
            assertThat(pictures.get(74 - 1).startMicros()).isEqualTo(73 * 40_000L);
            assertThat(sound.get(0).startMicros()).isZero();
        }
    }

    @Test
    void theManifestOfTalkingFacesIsUnderstood() throws Exception {
        MediaManifest manifest = MediaManifest.read(SharedMedia.folder("av-clips"), "command");

        assertThat(manifest.examples()).isEqualTo(799);
        assertThat(manifest.classes()).containsExactly("bin", "lay", "place", "set");
        assertThat(manifest.entries().stream().filter(e -> e.spans().get(0).evaluate()))
                .hasSize(160);
    }

    @Test
    void wellFormedFilesGiveTheirFramesAndBeginWhereTheyShould() throws Exception {
        Path folder = SharedMedia.folder("media");
        Map<String, Double> frames = numbers(folder, "video_frames");
        Map<String, Double> starts = numbers(folder, "video_start_s");
        for (Path file : SharedMedia.files(folder)) {
            String name = folder.relativize(file).toString();
            if (!frames.containsKey(name) || name.startsWith("malformed")) {
                continue;
            }
            List<PicturePiece> pictures = new ArrayList<>();
            MediaVerdict verdict =
                    MediaFileReaderTest.read(file, SMALL, pictures, new ArrayList<>());

            assertThat(verdict.frames()).as(name).isEqualTo(frames.get(name).longValue());
            if (!pictures.isEmpty()) {
                long start = Math.round(starts.get(name) * 1e6);
                assertThat(pictures.get(0).startMicros()).as(name).isCloseTo(start, within(1L));
            }
        }
    }

    @Test
    void wellFormedFilesGiveTheirSoundAndItBeginsWhereItShould() throws Exception {
        Path folder = SharedMedia.folder("media");
        SoftAssertions soft = new SoftAssertions();
        for (Map<String, String> row : rows(folder)) {
            String name = row.get("file");
            if (name.startsWith("malformed")) {
                continue;
            }
            List<SoundPiece> sound = new ArrayList<>();
            MediaVerdict verdict =
                    MediaFileReaderTest.read(folder.resolve(name), SMALL, new ArrayList<>(), sound);
            long codecFrames = Long.parseLong(row.get("audio_frames"));
            soft.assertThat(verdict.samples() > 0).as(name).isEqualTo(codecFrames > 0);
            Integer size = CODEC_FRAME.get(row.get("audio_codec"));
            if (size != null) {
                double frame = size * 1.0 / Integer.parseInt(row.get("audio_rate"));
                soft.assertThat(verdict.samples() / RATE)
                        .as("seconds of sound of %s", name)
                        .isCloseTo(codecFrames * frame, within(3 * frame));
            }
            if (name.startsWith("same-clip")) {
                // Not every container says how much of the last codec frame is padding.
                soft.assertThat(verdict.samples() / RATE).as(name).isBetween(2.94, 3.03);
            }
            if (codecFrames > 0 && !row.get("audio_start_s").isEmpty()) {
                soft.assertThat(sound.get(0).startMicros() / 1e6)
                        .as("start of the sound of %s", name)
                        .isCloseTo(Double.parseDouble(row.get("audio_start_s")), within(0.03));
            }
        }
        soft.assertAll();
    }

    @Test
    void everyMalformedFileGetsAVerdictAndNoneEndsTheProcess() throws Exception {
        Path folder = SharedMedia.folder("media").resolve("malformed");
        for (Path file : SharedMedia.files(folder)) {
            String verdict;
            try {
                verdict =
                        MediaFileReaderTest.read(file, SMALL, new ArrayList<>(), new ArrayList<>())
                                .toString();
            } catch (MediaException refused) {
                verdict = refused.getMessage();
            }
            assertThat(verdict).as(file.toString()).isNotBlank().doesNotContain("null");
        }
    }

    /** One column of numbers of a folder's table, by file. */
    private static Map<String, Double> numbers(Path folder, String column) throws Exception {
        Map<String, Double> numbers = new HashMap<>();
        for (Map<String, String> row : rows(folder)) {
            if (!row.get(column).isEmpty()) {
                numbers.put(row.get("file"), Double.valueOf(row.get(column)));
            }
        }
        return numbers;
    }

    /** A folder's table. */
    private static List<Map<String, String>> rows(Path folder) throws IOException {
        try (MappingIterator<Map<String, String>> rows =
                new CsvMapper()
                        .readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(folder.resolve("manifest.csv").toFile())) {
            return rows.readAll();
        }
    }
}
