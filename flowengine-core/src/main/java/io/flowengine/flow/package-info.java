/**
 * For the author of flows in Java: what a handler is given, the calls it can make, the errors they
 * raise.
 */
@NullMarked
package io.flowengine.flow;

import org.jspecify.annotations.NullMarked;
