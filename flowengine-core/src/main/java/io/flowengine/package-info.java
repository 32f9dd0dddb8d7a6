/**
 * The composition root, for the embedder: builds an engine, starts flows, answers messages. Nobody
 * imports it.
 */
@NullMarked
package io.flowengine;

import org.jspecify.annotations.NullMarked;
