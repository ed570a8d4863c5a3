/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.connectors.media.degradation;

import io.ambidex.connectors.media.picture.Picture;

/** Changes a picture. */
interface PictureDegradation {

    /**
     * @param picture stays as it is
     * @param timestampMillis its event time
     * @return a picture of the same size
     */
    Picture degrade(Picture picture, long timestampMillis);
}
