/** Benchmarks: each measures one thing beside a baseline of the same run. */
@NullMarked
package io.flowengine.benchmarks;

import org.jspecify.annotations.NullMarked;
