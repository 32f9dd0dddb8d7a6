/**
 * One node: which executions it takes, on which workers, which stacks it keeps, and what it does
 * every now and then.
 */
@NullMarked
package io.flowengine.internal.dispatch;

import org.jspecify.annotations.NullMarked;
