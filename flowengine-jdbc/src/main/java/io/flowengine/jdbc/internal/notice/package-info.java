/** Hints about what was committed, to listeners of this and other JVMs. */
@NullMarked
package io.flowengine.jdbc.internal.notice;

import org.jspecify.annotations.NullMarked;
