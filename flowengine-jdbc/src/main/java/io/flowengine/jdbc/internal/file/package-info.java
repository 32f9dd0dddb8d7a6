/** The file of an embedded store, which one JVM may open at a time. */
@NullMarked
package io.flowengine.jdbc.internal.file;

import org.jspecify.annotations.NullMarked;
