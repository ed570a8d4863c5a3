/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ambidex.connectors.media.MediaException;
import io.ambidex.connectors.media.picture.Picture;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaFileReaderTest {
    @TempDir Path folder;

    @Test
    void theNativesAreTheLgplBuild() {
        assertThat(Ffmpeg.license()).startsWith("LGPL");
    }

    @Test
    void theSizeOfTheProcessDoesNotLimitTheReader() throws Exception {
        MediaFileReader.open(mp4(5), MediaReadOptions.DEFAULT).close();

        assertThat(Pointer.maxPhysicalBytes()).isZero();
    }

    @Test
    void everyFrameComesWithItsTime() throws Exception {
        List<PicturePiece> pictures = new ArrayList<>();
        MediaVerdict verdict = read(mp4(50), MediaReadOptions.DEFAULT, pictures, new ArrayList<>());

        assertThat(pictures).hasSize(50);
        for (int f = 0; f < 50; f++) {
            assertThat(pictures.get(f).startMicros()).isEqualTo(f * 40_000L);
            assertThat(pictures.get(f).durationMicros()).isEqualTo(40_000L);
        }
        assertThat(verdict.state()).isEqualTo(MediaVerdict.State.WHOLE);
        assertThat(verdict.frames()).isEqualTo(50);
    }

    @Test
    void soundComesAtTheRateAskedForWithoutPadding() throws Exception {
        for (int rate : new int[] {8_000, 16_000, 22_050}) {
            List<SoundPiece> sound = new ArrayList<>();
            read(mp4(50), MediaReadOptions.DEFAULT.withSampleRate(rate), new ArrayList<>(), sound);

            int samples = sound.stream().mapToInt(SoundPiece::samples).sum();
            assertThat(samples).isCloseTo(2 * rate, within(rate / 50));
            assertThat(hertz(sound, rate)).isCloseTo(440, within(3.0));
        }
    }

    @Test
    void piecesOfSoundFollowEachOtherWithoutSeam() throws Exception {
        List<SoundPiece> sound = new ArrayList<>();
        read(avi(50), MediaReadOptions.DEFAULT, new ArrayList<>(), sound);

        long samples = 0;
        for (SoundPiece piece : sound) {
            long expected = sound.get(0).startMicros() + samples * 1_000_000 / 16_000;
            assertThat(piece.startMicros()).isCloseTo(expected, within(1L));
            samples += piece.samples();
        }
    }

    @Test
    void theCropIsCutBeforeScaling() throws Exception {
        Picture left = first(MediaReadOptions.DEFAULT.withCrop(new PictureCrop(0, 16, 40, 32)));
        Picture right =
                first(
                        MediaReadOptions.DEFAULT
                                .withCrop(new PictureCrop(56, 16, 40, 32))
                                .withSize(10, 8));

        assertThat(left.width()).isEqualTo(40);
        assertThat(left.height()).isEqualTo(32);
        assertRed(left);
        assertThat(right.width()).isEqualTo(10);
        assertBlue(right);
    }

    @Test
    void aTurnedPictureComesUprightAndIsCroppedAsShown() throws Exception {
        MediaReadOptions options = MediaReadOptions.DEFAULT;
        // Stored: the left half red, the right half blue.
        Picture quarter = firstTurned(90, options);
        assertThat(quarter.width()).isEqualTo(MediaFixtures.HEIGHT);
        assertThat(quarter.height()).isEqualTo(MediaFixtures.WIDTH);

        PictureCrop top = new PictureCrop(10, 8, 40, 30);
        assertRed(firstTurned(90, options.withCrop(top)));
        assertBlue(firstTurned(90, options.withCrop(new PictureCrop(10, 56, 40, 30))));
        assertBlue(firstTurned(270, options.withCrop(top)));
        assertRed(firstTurned(270, options.withCrop(new PictureCrop(10, 56, 40, 30))));
        assertBlue(firstTurned(180, options.withCrop(new PictureCrop(4, 10, 30, 40))));
        assertRed(firstTurned(180, options.withCrop(new PictureCrop(60, 10, 30, 40))));
    }

    @Test
    void aCropBeyondThePictureIsRefusedWithBothSizes() {
        assertThatThrownBy(
                        () ->
                                first(
                                        MediaReadOptions.DEFAULT.withCrop(
                                                new PictureCrop(60, 0, 60, 64))))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("60,0,60,64")
                .hasMessageContaining("96 x 64");
    }

    @Test
    void aFileCutShortIsReportedWithWhatWasPromised() throws Exception {
        Path file = mp4(100);
        zeroTheSecondHalf(file);
        List<PicturePiece> pictures = new ArrayList<>();
        MediaVerdict verdict = read(file, MediaReadOptions.DEFAULT, pictures, new ArrayList<>());

        assertThat(verdict.state()).isEqualTo(MediaVerdict.State.PARTIAL);
        assertThat(verdict.remarks()).isNotEmpty();
        assertThat(verdict.frames()).isEqualTo(pictures.size()).isLessThan(100);
    }

    @Test
    void aTrackThatIsMissingIsSimplyNotThere() throws Exception {
        List<SoundPiece> sound = new ArrayList<>();
        Path file = MediaFixtures.silentMp4(folder.resolve("silent.mp4"), 10);
        MediaVerdict verdict = read(file, MediaReadOptions.DEFAULT, new ArrayList<>(), sound);

        assertThat(sound).isEmpty();
        assertThat(verdict.state()).isEqualTo(MediaVerdict.State.WHOLE);
    }

    @Test
    void filesThatAreNoMediaAreRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.mp4"), "no media at all\n".repeat(100));
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        Path playlist =
                Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n");

        for (Path file : List.of(text, empty, playlist)) {
            assertThatThrownBy(() -> MediaFileReader.open(file, MediaReadOptions.DEFAULT))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining("cannot be opened");
        }
        assertThatThrownBy(() -> MediaFileReader.open(folder, MediaReadOptions.DEFAULT))
                .hasMessage("not a regular file");
        assertThatThrownBy(
                        () ->
                                MediaFileReader.open(
                                        folder.resolve("none.mp4"), MediaReadOptions.DEFAULT))
                .hasMessage("the file does not exist");
    }

    @Test
    void damagedFilesGetAVerdictOrARefusal() throws Exception {
        byte[] whole = Files.readAllBytes(mp4(25));
        Random random = new Random(21);
        Path file = folder.resolve("damaged.mp4");
        for (int i = 0; i < 150; i++) {
            byte[] bytes = whole.clone();
            if (i % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int flips = 1 + random.nextInt(30); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            Files.write(file, bytes);
            List<PicturePiece> pictures = new ArrayList<>();
            try {
                MediaVerdict verdict =
                        read(file, MediaReadOptions.DEFAULT, pictures, new ArrayList<>());
                assertThat(verdict.frames()).isEqualTo(pictures.size());
            } catch (MediaException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void theTimeLimitEndsAReadAndNamesItself() throws Exception {
        Path file = mp4(10);
        MediaReadOptions hurried = MediaReadOptions.DEFAULT.withTimeLimit(Duration.ofMillis(1));
        assertThatThrownBy(
                        () -> {
                            try (Watchdog watchdog = new Watchdog(hurried.timeLimit())) {
                                while (!watchdog.expired()) {
                                    Thread.onSpinWait();
                                }
                                InputFile.open(file, watchdog).close();
                            }
                        })
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("1 ms");
    }

    @Test
    void manyReadersMayBeOpenAtTheSameTime() throws Exception {
        Path file = mp4(5);
        List<MediaFileReader> readers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            readers.add(MediaFileReader.open(file, MediaReadOptions.DEFAULT));
        }
        for (MediaFileReader reader : readers) {
            assertThat(reader.next()).isNotNull();
            reader.close();
        }
    }

    @Test
    void theExtentIsMeasuredWithoutDecoding() throws Exception {
        MediaExtent extent = MediaExtent.measure(mp4(50), Duration.ofSeconds(10));

        assertThat(extent.lengthMicros()).isCloseTo(2_000_000L, within(40_000L));
        assertThat(extent.description().video().width()).isEqualTo(96);
        assertThat(extent.description().audio().sampleRate()).isEqualTo(16_000);
    }

    private Path mp4(int frames) throws Exception {
        return MediaFixtures.mp4(folder.resolve("clip-" + frames + ".mp4"), frames);
    }

    private Path avi(int frames) throws Exception {
        return MediaFixtures.avi(folder.resolve("clip-" + frames + ".avi"), frames);
    }

    private Picture first(MediaReadOptions options) throws Exception {
        List<PicturePiece> pictures = new ArrayList<>();
        read(mp4(5), options, pictures, new ArrayList<>());
        return pictures.get(0).picture();
    }

    static MediaVerdict read(
            Path file,
            MediaReadOptions options,
            List<PicturePiece> pictures,
            List<SoundPiece> sound)
            throws MediaException {
        try (MediaFileReader reader = MediaFileReader.open(file, options)) {
            for (MediaPiece piece = reader.next(); piece != null; piece = reader.next()) {
                if (piece instanceof PicturePiece picture) {
                    pictures.add(picture);
                } else if (piece instanceof SoundPiece run) {
                    sound.add(run);
                }
            }
            return reader.verdict();
        }
    }

    private Picture firstTurned(int degrees, MediaReadOptions options) throws Exception {
        Path file = folder.resolve("turned-" + degrees + ".mp4");
        Files.write(file, turned(Files.readAllBytes(mp4(5)), degrees));
        List<PicturePiece> pictures = new ArrayList<>();
        read(file, options, pictures, new ArrayList<>());
        return pictures.get(0).picture();
    }

    /** Writes a turn into the matrix of the first track's header (ISO/IEC 14496-12, 8.3.2). */
    private static byte[] turned(byte[] mp4, int degrees) {
        int header = new String(mp4, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        int one = 1 << 16;
        int cosine = degrees == 180 ? -one : 0;
        int sine = degrees == 90 ? one : degrees == 270 ? -one : 0;
        ByteBuffer.wrap(mp4)
                .position(header + 44)
                .putInt(cosine)
                .putInt(sine)
                .putInt(0)
                .putInt(-sine)
                .putInt(cosine);
        return mp4;
    }

    private static void assertRed(Picture picture) {
        assertThat(meanOf(picture, 0)).isGreaterThan(200);
        assertThat(meanOf(picture, 2)).isLessThan(60);
    }

    private static void assertBlue(Picture picture) {
        assertThat(meanOf(picture, 0)).isLessThan(60);
        assertThat(meanOf(picture, 2)).isGreaterThan(200);
    }

    /** Zeroes the second half of the coded data; the index at the end stays whole. */
    private static void zeroTheSecondHalf(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int index = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("moov");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(index / 2);
            out.write(new byte[index / 2 - 16]);
        }
    }

    private static double meanOf(Picture picture, int channel) {
        double sum = 0;
        for (int i = channel; i < picture.data().length; i += 3) {
            sum += picture.data()[i] & 0xff;
        }
        return sum * 3 / picture.data().length;
    }

    /** Pitch from zero crossings. */
    private static double hertz(List<SoundPiece> sound, int rate) {
        int crossings = 0;
        int samples = 0;
        short last = 0;
        for (SoundPiece piece : sound) {
            ShortBuffer pcm =
                    ByteBuffer.wrap(piece.pcm()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
            while (pcm.hasRemaining()) {
                short value = pcm.get();
                crossings += last < 0 && value >= 0 ? 1 : 0;
                last = value;
                samples++;
            }
        }
        return (double) crossings * rate / samples;
    }
}
