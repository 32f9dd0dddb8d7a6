package io.flowengine.testkit.behaviour;

import io.flowengine.FlowEngine;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The language under test.
 *
 * @param install adds it to an engine in the making
 * @param unsupported what it cannot offer
 */
record Front(Consumer<FlowEngine.Builder> install, Set<String> unsupported) {}
