/** Making executions: for flows, wrappers and schedules, with what they inherit. */
@NullMarked
package io.flowengine.internal.start;

import org.jspecify.annotations.NullMarked;
