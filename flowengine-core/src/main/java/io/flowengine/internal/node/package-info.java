/**
 * What all executions of one engine share: the store, the flows, time, and how commits are made and
 * told.
 */
@NullMarked
package io.flowengine.internal.node;

import org.jspecify.annotations.NullMarked;
