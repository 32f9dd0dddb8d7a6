/** Flows written in Java: the flow API over the calls that every language makes. */
@NullMarked
package io.flowengine.internal.handler;

import org.jspecify.annotations.NullMarked;
