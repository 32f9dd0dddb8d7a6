/** Groups of commits and claims, computed in memory and written in one transaction. */
@NullMarked
package io.flowengine.jdbc.internal.commit;

import org.jspecify.annotations.NullMarked;
