/**
 * For whoever connects flows with another system: a {@link io.flowengine.connector.Connector} is
 * one class that declares what it takes and gives, and does the work.
 */
@NullMarked
package io.flowengine.connector;

import org.jspecify.annotations.NullMarked;
