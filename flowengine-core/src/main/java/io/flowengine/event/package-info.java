/** What listeners see of an engine: facts, in order per execution, told after they are durable. */
@NullMarked
package io.flowengine.event;

import org.jspecify.annotations.NullMarked;
