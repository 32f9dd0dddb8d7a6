/** Debugs flows from editors that speak the Debug Adapter Protocol. */
@NullMarked
package io.flowengine.dap;

import org.jspecify.annotations.NullMarked;
