/**
 * For whoever tests flows, and for whoever implements a part of the SPI: time that is moved instead
 * of slept, an engine per test that can crash and restart, assertions that show what an execution
 * did, stores that fail on request, and contract kits.
 */
@NullMarked
package io.flowengine.testkit;

import org.jspecify.annotations.NullMarked;
