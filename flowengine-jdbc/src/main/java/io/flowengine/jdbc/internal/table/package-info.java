/** One class for each table. */
@NullMarked
package io.flowengine.jdbc.internal.table;

import org.jspecify.annotations.NullMarked;
