/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.flink.pairing;

/** What the records of a modality hold; decides between which two modalities skew is measured. */
public enum MediaKind {
    SOUND,
    PICTURES,
    VALUES
}
