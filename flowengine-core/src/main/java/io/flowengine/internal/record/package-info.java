/**
 * Records: their fields and rules as one table of descriptors, and how they are written; contents
 * of files; settings as locks.
 */
@NullMarked
package io.flowengine.internal.record;

import org.jspecify.annotations.NullMarked;
