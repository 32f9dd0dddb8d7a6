/**
 * The journal machine: what a call made on replay is answered with, and when a replay differs from
 * what was recorded. Pure: no I/O, no threads, no clock.
 */
@NullMarked
package io.flowengine.internal.journal;

import org.jspecify.annotations.NullMarked;
