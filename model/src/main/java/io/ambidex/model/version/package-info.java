/**
 * Model versions: files that hold weights with their provenance, how they are checked, and the
 * predictor that answers with one.
 */
package io.ambidex.model.version;
