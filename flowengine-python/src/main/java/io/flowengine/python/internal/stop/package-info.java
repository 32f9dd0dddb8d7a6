/** Ends what runs in an interpreter, without hurting its neighbours. */
@NullMarked
package io.flowengine.python.internal.stop;

import org.jspecify.annotations.NullMarked;
