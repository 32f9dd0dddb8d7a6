/**
 * Decides what starts when in a run over elements. Everything here runs on one thread, knows no
 * clock and does nothing itself: a {@link io.flowengine.internal.element.Stage} starts tasks and
 * says when they have ended, in real or in virtual time.
 */
@NullMarked
package io.flowengine.internal.element;

import org.jspecify.annotations.NullMarked;
