/** Programs that use FlowEngine, one idea each. */
@NullMarked
package io.flowengine.examples;

import org.jspecify.annotations.NullMarked;
