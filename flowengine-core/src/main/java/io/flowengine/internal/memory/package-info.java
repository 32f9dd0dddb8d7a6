/** The store that keeps everything in memory, in stored form. */
@NullMarked
package io.flowengine.internal.memory;

import org.jspecify.annotations.NullMarked;
