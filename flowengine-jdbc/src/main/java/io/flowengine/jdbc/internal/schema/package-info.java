/** Making and checking the tables. */
@NullMarked
package io.flowengine.jdbc.internal.schema;

import org.jspecify.annotations.NullMarked;
