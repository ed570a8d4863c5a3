/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PictureTest {
    private static final Picture GREY = new Picture(3, 2, 1, new byte[] {1, 2, 3, 4, 5, 6});

    @Test
    void shrinkingTakesTheMeanOfTheCoveredArea() {
        Picture source = new Picture(4, 2, 1, new byte[] {0, 10, 20, 30, 40, 50, 60, 70});

        assertThat(PictureScaler.scale(source, 2, 1).data()).containsExactly(25, 45);
    }

    @Test
    void shrinkingByAFractionWeighsTheSharedPixel() {
        Picture source = new Picture(3, 1, 1, new byte[] {0, 60, 120});

        // [0, 1.5) holds 0 whole and half of 60; [1.5, 3) half of 60 and 120 whole.
        assertThat(PictureScaler.scale(source, 2, 1).data()).containsExactly(20, 100);
    }

    @Test
    void growingInterpolatesBetweenTheCentres() {
        Picture source = new Picture(2, 1, 1, new byte[] {0, 100});

        assertThat(PictureScaler.scale(source, 4, 1).data()).containsExactly(0, 25, 75, 100);
    }

    @Test
    void aConstantPictureStaysConstantAtEverySize() {
        byte[] white = new byte[17 * 13 * 3];
        java.util.Arrays.fill(white, (byte) 255);
        Picture source = new Picture(17, 13, 3, white);
        for (int size = 1; size < 40; size++) {
            assertThat(PictureScaler.scale(source, size, 41 - size).data())
                    .containsOnly((byte) 255);
        }
    }

    @Test
    void channelsDoNotMix() {
        Picture source = new Picture(2, 1, 3, new byte[] {10, 20, 30, 30, 40, 50});

        assertThat(PictureScaler.scale(source, 1, 1).data()).containsExactly(20, 30, 40);
    }

    @Test
    void turnsGoClockwise() {
        assertThat(GREY.turned(0)).isSameAs(GREY);
        assertThat(GREY.turned(90).data()).containsExactly(4, 1, 5, 2, 6, 3);
        assertThat(GREY.turned(90).width()).isEqualTo(2);
        assertThat(GREY.turned(180).data()).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(GREY.turned(270).data()).containsExactly(3, 6, 2, 5, 1, 4);
        assertThatThrownBy(() -> GREY.turned(45)).hasMessageContaining("45");
    }

    @Test
    void greyBecomesColourByRepeating() {
        assertThat(new Picture(1, 1, 1, new byte[] {7}).withChannels(3).data())
                .containsExactly(7, 7, 7);
    }

    @Test
    void equalPicturesGiveEqualJpegs() {
        try (JpegEncoder one = new JpegEncoder(0.8f);
                JpegEncoder two = new JpegEncoder(0.8f)) {
            Picture picture = new Picture(8, 8, 3, new byte[8 * 8 * 3]);
            one.encode(picture);
            assertThat(one.encode(picture)).isEqualTo(two.encode(picture));
        }
    }
}
