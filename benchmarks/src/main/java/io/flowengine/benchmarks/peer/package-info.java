/** Who runs the same work as the engine, and the databases on which they do. */
@NullMarked
package io.flowengine.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
