/** Connections of type REST, on the HTTP client of the JDK. For the embedder. */
@NullMarked
package io.flowengine.connectors.rest;

import org.jspecify.annotations.NullMarked;
