/**
 * Folders of labelled media: a {@code manifest.csv} with the column {@code file}, one or more label
 * columns and, where wanted, {@code split}, {@code order}, {@code start_ms} and {@code end_ms}.
 */
package io.ambidex.connectors.media.manifest;
