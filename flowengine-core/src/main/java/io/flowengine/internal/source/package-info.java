/** Where flows come from: handlers in Java, scripts from folders and the store. */
@NullMarked
package io.flowengine.internal.source;

import org.jspecify.annotations.NullMarked;
