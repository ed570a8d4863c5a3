/** Pictures in memory: JPEG and PNG through the JDK, scaling in plain arithmetic. */
package io.ambidex.connectors.media.picture;
