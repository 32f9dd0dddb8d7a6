/** The contract that every connector passes, for whoever writes one. */
@NullMarked
package io.flowengine.testkit.connector;

import org.jspecify.annotations.NullMarked;
