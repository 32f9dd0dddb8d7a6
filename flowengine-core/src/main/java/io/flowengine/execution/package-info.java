/**
 * The vocabulary everybody shares: what an execution is, which states it can be in, the values it
 * takes and gives, how it can end, and the exceptions that say so. This package is the bottom of
 * the import graph: it imports nothing of FlowEngine.
 */
@NullMarked
package io.flowengine.execution;

import org.jspecify.annotations.NullMarked;
