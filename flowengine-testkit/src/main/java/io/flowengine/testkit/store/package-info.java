/** For whoever implements a {@link io.flowengine.spi.Store}: the contract as tests. */
@NullMarked
package io.flowengine.testkit.store;

import org.jspecify.annotations.NullMarked;
