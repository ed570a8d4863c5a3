/** Random numbers that are functions of a key, for everything that is rendered or degraded. */
package io.ambidex.connectors.random;
