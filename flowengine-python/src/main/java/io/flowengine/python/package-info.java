/**
 * Flows written in Python, on GraalPy. {@link io.flowengine.python.PythonFlows} is the language to
 * give to an engine; {@link io.flowengine.python.PythonRuntime} holds the interpreters, which
 * several engines can share.
 */
@NullMarked
package io.flowengine.python;

import org.jspecify.annotations.NullMarked;
