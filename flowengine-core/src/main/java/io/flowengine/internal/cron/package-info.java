/** Cron expressions: what they mean and when they fire. Pure: no clock, no threads. */
@NullMarked
package io.flowengine.internal.cron;

import org.jspecify.annotations.NullMarked;
