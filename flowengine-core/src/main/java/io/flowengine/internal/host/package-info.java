/** What hosts can do to executions and messages from outside. */
@NullMarked
package io.flowengine.internal.host;

import org.jspecify.annotations.NullMarked;
