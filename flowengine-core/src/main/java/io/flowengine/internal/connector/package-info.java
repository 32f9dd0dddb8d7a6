/** What connections run: a connector as a program. */
@NullMarked
package io.flowengine.internal.connector;

import org.jspecify.annotations.NullMarked;
