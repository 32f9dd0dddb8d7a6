/** The trigger of an engine on db-scheduler. */
@NullMarked
package io.flowengine.dbscheduler;

import org.jspecify.annotations.NullMarked;
