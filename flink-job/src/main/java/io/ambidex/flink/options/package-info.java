/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Every option of the job, one small class per concern.
 *
 * <p>An option is a typed {@link org.apache.flink.configuration.ConfigOption} with default and
 * description; the option tables of the documentation are generated from these classes by {@link
 * io.ambidex.flink.options.OptionTables}. {@link io.ambidex.flink.options.Settings} reads them from
 * YAML, refuses what it does not know, and makes every check that needs more than one option.
 */
package io.ambidex.flink.options;
