/* SPDX-License-Identifier: Apache-2.0 */
package io.ambidex.model.version;

/** The base models that are known, by digest. */
@FunctionalInterface
public interface BaseModels {

    /** Knows none. */
    BaseModels NONE =
            digest -> {
                throw unknown(digest, "no base model is known");
            };

    /**
     * Finds one.
     *
     * @param digest {@code sha256:HEX}
     * @return a model with that digest
     * @throws BadModelVersionException if there is none; tells where it was looked for
     */
    BaseModel find(String digest) throws BadModelVersionException;

    /**
     * What to throw when a base model is not known.
     *
     * @param why where it was looked for
     */
    static BadModelVersionException unknown(String digest, String why) {
        return new BadModelVersionException(
                "the base model with the digest " + digest + " is unknown: " + why);
    }
}
