/**
 * JVMs that are killed, stopped and continued from outside: for tests of what a power failure, a
 * killed process or a machine that stood still leave behind.
 */
@org.jspecify.annotations.NullMarked
package io.flowengine.testkit.process;
