/* SPDX-License-Identifier: Apache-2.0 */
/** The server of the page: static files, a stream of server-sent events, and the control form. */
package io.ambidex.flink.dashboard.web;
