package io.flowengine.internal.record;

import io.flowengine.spi.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * One change of a record.
 *
 * @param author who makes it
 * @param before the record as it was; null if it is created
 * @param after the record as it will be, deleted or not; null while that is not known yet
 */
record RecordChange(Author author, @Nullable StoredRecord before, @Nullable StoredRecord after) {}
