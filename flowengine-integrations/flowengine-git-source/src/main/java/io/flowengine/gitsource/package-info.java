/** Flows out of the commits of a Git repository. */
@NullMarked
package io.flowengine.gitsource;

import org.jspecify.annotations.NullMarked;
