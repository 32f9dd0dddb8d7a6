/** What scripts see of Java: the calls of one execution, as text. */
@NullMarked
package io.flowengine.python.internal.bridge;

import org.jspecify.annotations.NullMarked;
