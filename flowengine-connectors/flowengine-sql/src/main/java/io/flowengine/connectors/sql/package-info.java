/** Connections to SQL databases, through pools of HikariCP. For the embedder. */
@NullMarked
package io.flowengine.connectors.sql;

import org.jspecify.annotations.NullMarked;
