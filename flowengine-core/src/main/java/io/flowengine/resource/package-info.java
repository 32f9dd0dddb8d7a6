/** Records that a script can name, as live objects. */
@NullMarked
package io.flowengine.resource;

import org.jspecify.annotations.NullMarked;
