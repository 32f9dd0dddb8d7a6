/** The shape of a script as a picture: steps, branches, loops, and the path that was taken. */
@NullMarked
package io.flowengine.flowchart;

import org.jspecify.annotations.NullMarked;
