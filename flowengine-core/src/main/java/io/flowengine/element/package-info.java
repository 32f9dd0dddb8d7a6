/**
 * Elements: the devices, servers or databases that a flow works on one by one or together; where
 * they are kept, which of them are chosen, and what is known of each.
 */
@NullMarked
package io.flowengine.element;

import org.jspecify.annotations.NullMarked;
