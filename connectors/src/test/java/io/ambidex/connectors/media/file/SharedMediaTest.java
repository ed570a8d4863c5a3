/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.manifest.MediaManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads recorded media; skipped where they are not there. */
class SharedMediaTest {
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
        try (MappingIterator<Map<String, String>> rows =
                new CsvMapper()
                        .readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(folder.resolve("manifest.csv").toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                if (!row.get(column).isEmpty()) {
                    numbers.put(row.get("file"), Double.valueOf(row.get(column)));
                }
            }
        }
        return numbers;
    }
}
