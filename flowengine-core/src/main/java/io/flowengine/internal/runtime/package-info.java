/**
 * One execution while this node holds its lease: what its calls do, what is committed when, how it
 * waits and how it ends.
 */
@NullMarked
package io.flowengine.internal.runtime;

import org.jspecify.annotations.NullMarked;
