/**
 * The behaviour that flows of every language have, as one suite of tests: extend {@link
 * io.flowengine.testkit.behaviour.FlowBehaviourKit} with one method.
 *
 * <p>A test writes down what its flows do as a list of moves. One flow a language, the
 * <em>player</em>, reads the list from its inputs and makes each move with the flow API of that
 * language; so a rule is written once, next to what it promises, and proved for every language.
 */
@NullMarked
package io.flowengine.testkit.behaviour;

import org.jspecify.annotations.NullMarked;
