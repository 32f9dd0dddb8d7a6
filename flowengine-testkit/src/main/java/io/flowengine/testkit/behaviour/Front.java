package io.flowengine.testkit.behaviour;

import io.flowengine.FlowEngineBuilder;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/**
 * The language under test.
 *
 * @param install adds it to an engine in the making, with a limit of executions that run at the
 *     same time
 * @param unsupported what it cannot offer
 */
record Front(ObjIntConsumer<FlowEngineBuilder> install, Set<String> unsupported) {}
