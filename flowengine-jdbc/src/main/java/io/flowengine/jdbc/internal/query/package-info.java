/** Listings: filters, orders and pages in SQL. */
@NullMarked
package io.flowengine.jdbc.internal.query;

import org.jspecify.annotations.NullMarked;
