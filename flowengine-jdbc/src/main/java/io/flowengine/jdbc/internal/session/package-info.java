/** Connections, statements, and what databases differ in. */
@NullMarked
package io.flowengine.jdbc.internal.session;

import org.jspecify.annotations.NullMarked;
