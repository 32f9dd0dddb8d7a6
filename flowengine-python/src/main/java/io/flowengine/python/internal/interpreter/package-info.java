/** Interpreters: how one is made, sealed, filled with the flow API, and chosen. */
@NullMarked
package io.flowengine.python.internal.interpreter;

import org.jspecify.annotations.NullMarked;
