/**
 * What goes wrong with sound and pictures on their way: noise, other voices, silence, blur, black
 * and frozen pictures, lost and late records. Every degradation is a function of the record, its
 * event time, the stream id and a seed, so that the same run can be played again byte for byte. A
 * {@link io.ambidex.connectors.media.degradation.Degradation} says what and when; {@link
 * io.ambidex.connectors.media.degradation.Degradations} puts them over the streams of any player.
 */
package io.ambidex.connectors.media.degradation;
