/**
 * Front ends: what happens to raw media before an encoder sees it, on the device and inside the
 * network, so that training and serving cannot differ.
 */
package io.ambidex.model.frontend;
