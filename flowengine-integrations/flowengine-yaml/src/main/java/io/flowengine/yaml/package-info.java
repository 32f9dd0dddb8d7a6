/** Records as a folder of YAML and script files, which a team keeps in Git. */
@NullMarked
package io.flowengine.yaml;

import org.jspecify.annotations.NullMarked;
