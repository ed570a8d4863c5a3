/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.picture.Picture;

/** Pictures without light: the records still come. */
record Black() implements PictureDegradation {

    @Override
    public Picture degrade(Picture picture, long timestampMillis) {
        return new Picture(
                picture.width(),
                picture.height(),
                picture.channels(),
                new byte[picture.data().length]);
    }
}
