package io.flowengine.python.internal.interpreter;

import org.graalvm.polyglot.Value;

/**
 * The Python functions that compile and run scripts of flows over elements. Those that compile
 * answer with the script, or with text that begins with {@code F} and describes what is wrong.
 *
 * @param compileExecution compiles the text of an execution script, with its file
 * @param open begins a run of one: with the script, the host object and a description of the run
 * @param compileProcessing compiles the text of a processing script, with its file, and whether
 *     filters narrow in place
 * @param process runs one: with the script, the host object and a description of the run
 * @param compilePart compiles the text of a part of a task, with its file
 * @param perform runs one: with the part, the host object and a description of the attempt
 */
public record ElementEntries(
    Value compileExecution,
    Value open,
    Value compileProcessing,
    Value process,
    Value compilePart,
    Value perform) {
  static ElementEntries of(Value list) {
    return new ElementEntries(
        list.getArrayElement(0),
        list.getArrayElement(1),
        list.getArrayElement(2),
        list.getArrayElement(3),
        list.getArrayElement(4),
        list.getArrayElement(5));
  }
}
