/**
 * Time, threads, waiting and randomness as the machine gives them. Nothing else in the engine
 * touches them.
 */
@NullMarked
package io.flowengine.internal.environment;

import org.jspecify.annotations.NullMarked;
