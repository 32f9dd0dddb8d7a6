/** Schedules: when they fire, and what runs them. Without a clock and without threads. */
@NullMarked
package io.flowengine.internal.recurring;

import org.jspecify.annotations.NullMarked;
