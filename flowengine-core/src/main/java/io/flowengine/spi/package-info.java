/**
 * For whoever extends the engine: where it stores, what triggers it, which languages it runs, what
 * it takes from the machine. Implementations see values of {@link io.flowengine.execution} only,
 * never the inside of the engine. Each SPI says in its documentation which contract kit of the
 * testkit an implementer extends.
 */
@NullMarked
package io.flowengine.spi;

import org.jspecify.annotations.NullMarked;
