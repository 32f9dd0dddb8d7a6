/** Connections of type GIT, on JGit. For the embedder. */
@NullMarked
package io.flowengine.connectors.git;

import org.jspecify.annotations.NullMarked;
