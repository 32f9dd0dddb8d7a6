/** The durable store: SQLite in a file, PostgreSQL for several JVMs. */
@NullMarked
package io.flowengine.jdbc;

import org.jspecify.annotations.NullMarked;
