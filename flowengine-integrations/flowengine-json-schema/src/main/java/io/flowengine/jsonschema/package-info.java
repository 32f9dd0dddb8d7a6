/** Inputs and outputs of flows checked against JSON schemas. */
@NullMarked
package io.flowengine.jsonschema;

import org.jspecify.annotations.NullMarked;
