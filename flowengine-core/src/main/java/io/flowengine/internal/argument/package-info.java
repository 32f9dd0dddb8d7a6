/** What calls are given: reading it, checking it, and refusing it with all that is wrong. */
@NullMarked
package io.flowengine.internal.argument;

import org.jspecify.annotations.NullMarked;
