/** Flows over elements, told what they must do: a table of traces, and a way to read them. */
@NullMarked
package io.flowengine.testkit.element;

import org.jspecify.annotations.NullMarked;
