package io.flowengine.internal.element;

/**
 * What a run and all its child runs have in common.
 *
 * @param stage where tasks are run and time passes
 * @param limits what bounds tasks
 * @param repertoire flows, tasks and scripts
 * @param telling who is told of what happens
 * @param id tells the run from all others
 * @param seed where random numbers come from
 */
record Scene(
    Stage stage, Limits limits, Repertoire repertoire, Telling telling, String id, long seed) {}
