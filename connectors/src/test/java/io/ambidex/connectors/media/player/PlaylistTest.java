/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.degradation.Degradation;
import io.ambidex.connectors.media.degradation.Degradations;
import io.ambidex.connectors.media.degradation.FileVoices;
import io.ambidex.connectors.media.file.MediaFixtures;
import io.ambidex.connectors.media.file.PictureCrop;
import io.ambidex.connectors.media.manifest.MediaManifest;
import io.ambidex.connectors.schema.AudioChunk;
import io.ambidex.connectors.schema.Label;
import io.ambidex.connectors.schema.LabelUse;
import io.ambidex.connectors.schema.VideoFrame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaylistTest {
    private static final long START = 1_700_000_000_000L;
    private static final PlaylistOptions OPTIONS =
            PlaylistOptions.DEFAULT.withPictures(null, 24, 16, 0);

    @TempDir Path folder;

    @BeforeEach
    void makeClips() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            MediaFixtures.mp4(folder.resolve(name + ".mp4"), 25);
        }
        manifest("file,split,label", "a.mp4,train,x", "b.mp4,test,y", "c.mp4,train,x");
    }

    @Test
    void recordsComeInTheOrderOfTheirEventTimes() throws Exception {
        List<PlayedRecord> records = play(OPTIONS).get(0);

        assertInOrder(records);
        assertThat(only(records, VideoFrame.class)).hasSize(75);
        assertThat(only(records, Label.class)).hasSize(3);
        assertThat(records).extracting(PlayedRecord::streamId).containsOnly("media-0");
    }

    @Test
    void aFileKeepsItsOwnTimesOnTheAxisOfTheStream() throws Exception {
        List<PlayedRecord> records = play(OPTIONS).get(0);

        List<VideoFrame> frames = only(records, VideoFrame.class);
        List<Label> labels = only(records, Label.class);
        for (int f = 0; f < 25; f++) {
            assertThat(frames.get(f).getTimestampMillis()).isEqualTo(START + 40L * f);
        }
        long second = labels.get(1).getStartMillis();
        assertThat(frames.get(25).getTimestampMillis()).isEqualTo(second);
        // One second of media and one second of gap.
        assertThat(second - START).isCloseTo(2_000L, within(45L));
        assertThat(labels.get(0).getEndMillis() - START).isCloseTo(1_000L, within(45L));
    }

    @Test
    void aClipBeginsWhereItsLabelDoes() throws Exception {
        Playlist playlist = Playlist.plan(MediaManifest.read(folder, "label"), OPTIONS);
        List<Label> labels = only(play(OPTIONS).get(0), Label.class);
        assertThat(playlist.startOfClipMillis(0)).isEqualTo(START);
        assertThat(playlist.startOfClipMillis(2)).isEqualTo(labels.get(2).getStartMillis());
        assertThat(playlist.startOfClipMillis(3))
                .as("beyond the last one")
                .isEqualTo(playlist.passStartMillis(1));
    }

    @Test
    void theSoundOfTheFilesMakesTheSameBabbleEveryTime() throws Exception {
        Playlist playlist = Playlist.plan(MediaManifest.read(folder, "label"), OPTIONS);
        List<PlayedRecord> once = degraded(playlist);
        assertThat(only(once, AudioChunk.class))
                .hasSize(75)
                .isNotEqualTo(only(play(OPTIONS).get(0), AudioChunk.class));
        assertThat(degraded(playlist)).isEqualTo(once);
    }

    private static List<PlayedRecord> degraded(Playlist playlist) {
        Degradations degradations =
                new Degradations(
                        List.of(Degradation.parse("audio@0:5dB")),
                        playlist,
                        () -> FileVoices.babble(playlist.files(), 16_000, 3),
                        3);
        List<PlayedRecord> records = new ArrayList<>();
        try (PlayedStream stream = degradations.over(playlist.streams()).get(0)) {
            stream.forEachRemaining(records::add);
        }
        return records;
    }

    @Test
    void soundIsCutIntoChunksOfFortyMilliseconds() throws Exception {
        List<AudioChunk> chunks = only(play(OPTIONS).get(0), AudioChunk.class);

        assertThat(chunks.get(0).getPayload().remaining()).isEqualTo(640 * 2);
        assertThat(chunks.get(0).getSampleRate()).isEqualTo(16_000);
        for (int i = 1; i < 20; i++) {
            assertThat(chunks.get(i).getStartMillis() - chunks.get(0).getStartMillis())
                    .isEqualTo(40L * i);
        }
    }

    @Test
    void aLabelIsKnownAfterItsIntervalAndTheDelay() throws Exception {
        List<PlayedRecord> records = play(OPTIONS.withLabelDelay(Duration.ofMillis(2_500))).get(0);

        for (Label label : only(records, Label.class)) {
            assertThat(label.getKnownAtMillis()).isEqualTo(label.getEndMillis() + 2_500);
        }
        assertInOrder(records);
    }

    @Test
    void theSplitTestIsPlayedForEvaluation() throws Exception {
        assertThat(only(play(OPTIONS).get(0), Label.class))
                .extracting(Label::getUse)
                .containsExactly(LabelUse.TRAIN, LabelUse.EVALUATE, LabelUse.TRAIN);
    }

    @Test
    void wordsInsideAClipAreExamples() throws Exception {
        manifest("file,start_ms,end_ms,word", "a.mp4,120,320,bin", "a.mp4,320,600,blue");
        List<Label> labels = only(play(OPTIONS).get(0), Label.class);

        assertThat(labels).extracting(Label::getLabel).containsExactly("bin", "blue");
        assertThat(labels.get(0).getStartMillis()).isEqualTo(START + 120);
        assertThat(labels.get(0).getEndMillis()).isEqualTo(START + 320);
    }

    @Test
    void filesAreDealtToTheStreamsInTurn() throws Exception {
        List<List<PlayedRecord>> streams = play(OPTIONS.withStreams(2));

        assertThat(only(streams.get(0), Label.class)).hasSize(2);
        assertThat(only(streams.get(1), Label.class)).hasSize(1);
        assertThat(only(streams.get(1), Label.class).get(0).getStartMillis()).isEqualTo(START);
    }

    @Test
    void aSecondPassLiesWhollyAfterTheFirst() throws Exception {
        PlaylistOptions options =
                OPTIONS.withRepeat(2).withStreams(2).withLabelDelay(Duration.ofSeconds(3));
        Playlist playlist = plan(options);
        for (List<PlayedRecord> records : play(playlist)) {
            for (PlayedRecord record : records) {
                boolean first = record.eventTimeMillis() < playlist.passStartMillis(1);
                assertThat(record.pass()).isEqualTo(first ? 0 : 1);
                assertThat(record.eventTimeMillis()).isLessThan(playlist.passStartMillis(2));
            }
            assertThat(records.stream().filter(r -> r.pass() == 0).count())
                    .isEqualTo(records.stream().filter(r -> r.pass() == 1).count());
        }
    }

    @Test
    void filesBeginAtTheAlignment() throws Exception {
        PlaylistOptions options = OPTIONS.withLayout(Duration.ZERO, Duration.ofMillis(3_000));

        assertThat(only(play(options).get(0), Label.class))
                .extracting(label -> label.getStartMillis() - START)
                .containsExactly(0L, 3_000L, 6_000L);
    }

    @Test
    void picturesCanBeThinnedOut() throws Exception {
        List<VideoFrame> frames =
                only(play(OPTIONS.withPictures(null, 24, 16, 5)).get(0), VideoFrame.class);

        assertThat(frames).hasSize(15);
        assertThat(frames.get(1).getTimestampMillis() - frames.get(0).getTimestampMillis())
                .isEqualTo(200);
    }

    @Test
    void everyPlayGivesTheSameBytes() throws Exception {
        Playlist playlist = plan(OPTIONS);

        assertThat(play(playlist)).isEqualTo(play(playlist));
    }

    @Test
    void aFileThatCannotBeReadIsLeftOutAndCounted() throws Exception {
        Files.writeString(folder.resolve("b.mp4"), "no media");
        Playlist playlist = plan(OPTIONS);
        PlayedStream stream = playlist.streams().get(0);
        List<PlayedRecord> records = drain(stream);

        assertThat(only(records, Label.class)).hasSize(2);
        assertThat(playlist.problems())
                .singleElement()
                .satisfies(
                        p -> assertThat(p.toString()).startsWith("b.mp4 left out: the container"));
        assertThat(stream.counts()).isEqualTo(new PlayedCounts(2, 1, 0, 2, 0));
    }

    @Test
    void whenNoFileCanBePlayedTheFirstReasonIsGiven() throws Exception {
        PlaylistOptions options = OPTIONS.withPictures(new PictureCrop(90, 0, 20, 20), 8, 8, 0);
        assertThatThrownBy(() -> plan(options))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("none of the 3 files")
                .hasMessageContaining("90,0,20,20")
                .hasMessageContaining("96 x 64");
    }

    @Test
    void aLabelBeyondTheFileIsRefusedWithItsLine() throws Exception {
        manifest("file,start_ms,end_ms,word", "a.mp4,5000,6000,bin", "b.mp4,0,100,bin");

        assertThat(plan(OPTIONS).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.reason()).contains("line 2").contains("5000 ms"));
    }

    @Test
    void closingEndsAStreamInTheMiddle() throws Exception {
        PlayedStream stream = plan(OPTIONS.withRepeat(1_000)).streams().get(0);
        assertThat(stream.hasNext()).isTrue();
        stream.close();

        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void aPictureIsShownAsLongAsItsSoundLasts() throws Exception {
        writeTone(folder.resolve("tone.wav"), 8_000);
        writePicture(folder.resolve("one.png"));
        writePicture(folder.resolve("two.png"));
        manifest("file,picture,label", "tone.wav,one.png,x", "tone.wav,two.png,y");
        List<PlayedRecord> records = play(OPTIONS).get(0);

        assertInOrder(records);
        List<VideoFrame> frames = only(records, VideoFrame.class);
        List<Label> labels = only(records, Label.class);
        assertThat(frames).hasSize(2);
        assertThat(labels).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(frames.get(i).getTimestampMillis())
                    .isEqualTo(labels.get(i).getStartMillis());
            assertThat(frames.get(i).getTimestampMillis() + frames.get(i).getDurationMillis())
                    .isEqualTo(labels.get(i).getEndMillis());
            assertThat(frames.get(i).getWidth()).isEqualTo(24);
        }
        assertThat(labels.get(0).getEndMillis() - labels.get(0).getStartMillis())
                .isCloseTo(1_000L, within(2L));
    }

    private static void writeTone(Path file, int samples) throws Exception {
        AudioFormat format = new AudioFormat(8_000, 16, 1, true, false);
        ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[2 * samples]);
        AudioSystem.write(
                new AudioInputStream(bytes, format, samples),
                AudioFileFormat.Type.WAVE,
                file.toFile());
    }

    private static void writePicture(Path file) throws Exception {
        ImageIO.write(
                new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    }

    private void manifest(String... lines) throws Exception {
        Files.writeString(folder.resolve("manifest.csv"), String.join("\n", lines) + "\n");
    }

    private Playlist plan(PlaylistOptions options) throws Exception {
        return Playlist.plan(MediaManifest.read(folder, null), options);
    }

    private List<List<PlayedRecord>> play(PlaylistOptions options) throws Exception {
        return play(plan(options));
    }

    private static List<List<PlayedRecord>> play(Playlist playlist) {
        return playlist.streams().stream().map(PlaylistTest::drain).toList();
    }

    private static List<PlayedRecord> drain(PlayedStream stream) {
        try (stream) {
            List<PlayedRecord> records = new ArrayList<>();
            stream.forEachRemaining(records::add);
            return records;
        }
    }

    private static void assertInOrder(List<PlayedRecord> records) {
        assertThat(records.stream().map(PlayedRecord::eventTimeMillis).toList()).isSorted();
    }

    private static <T> List<T> only(List<PlayedRecord> records, Class<T> type) {
        return records.stream()
                .map(PlayedRecord::record)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
