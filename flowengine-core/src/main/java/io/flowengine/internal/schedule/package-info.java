/** The scheduler that comes with the engine. */
@NullMarked
package io.flowengine.internal.schedule;

import org.jspecify.annotations.NullMarked;
