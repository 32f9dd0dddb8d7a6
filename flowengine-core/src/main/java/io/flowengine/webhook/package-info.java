/**
 * Calls that start flows from outside: what an HTTP server hands in and gets back. FlowEngine opens
 * no port.
 */
@NullMarked
package io.flowengine.webhook;

import org.jspecify.annotations.NullMarked;
