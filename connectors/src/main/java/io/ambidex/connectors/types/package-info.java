/* SPDX-License-Identifier: Apache-2.0 */

/** How Flink handles what is in every record: bytes that nobody changes. */
package io.ambidex.connectors.types;
