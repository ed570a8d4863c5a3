/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.training.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpillingOutputStreamTest {

    private static final int LIMIT = 100_000;

    @Test
    void aboveTheLimitWhatComesInGoesOutAtOnceButForAFrame() throws IOException {
        ByteArrayOutputStream beyond = new ByteArrayOutputStream();
        SpillingOutputStream out = new SpillingOutputStream(LIMIT, () -> beyond);
        byte[] part = new byte[LIMIT];
        out.write(part);
        assertThat(beyond.size()).isZero();
        for (int written = 2 * LIMIT; written <= 80 * LIMIT; written += LIMIT) {
            out.write(part);
            int held = written - beyond.size();
            assertThat(held).isLessThan(FrameOutputStream.FRAME + LIMIT);
        }
        assertThat(out.finish()).isEmpty();
        byte[] read =
                new FrameInputStream(new ByteArrayInputStream(beyond.toByteArray())).readAllBytes();
        assertThat(read).isEqualTo(new byte[80 * LIMIT]);
    }

    @Test
    void singleBytesAreCountedToo() throws IOException {
        ByteArrayOutputStream beyond = new ByteArrayOutputStream();
        SpillingOutputStream out = new SpillingOutputStream(2, () -> beyond);
        out.write(1);
        out.write(2);
        out.write(255);
        assertThat(out.finish()).isEmpty();
        assertThat(new FrameInputStream(new ByteArrayInputStream(beyond.toByteArray())))
                .hasBinaryContent(new byte[] {1, 2, (byte) 255});
    }
}
