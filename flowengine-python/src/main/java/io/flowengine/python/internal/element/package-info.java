/** Scripts of flows over elements: compiled, run, and connected with the run by text. */
@org.jspecify.annotations.NullMarked
package io.flowengine.python.internal.element;
