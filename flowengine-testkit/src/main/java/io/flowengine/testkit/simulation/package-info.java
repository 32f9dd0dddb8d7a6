/**
 * Deterministic simulation: several nodes on one store, one thread at a time, chosen by a seed, on
 * simulated time, with crashes and with triggers that get lost or come twice. What a seed has shown
 * it shows again.
 */
@NullMarked
package io.flowengine.testkit.simulation;

import org.jspecify.annotations.NullMarked;
