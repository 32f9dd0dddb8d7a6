package io.flowengine.internal.host;

import io.flowengine.execution.RecordType;
import io.flowengine.execution.Value;
import io.flowengine.internal.node.Services;
import io.flowengine.internal.start.Location;
import io.flowengine.spi.Commit;
import io.flowengine.spi.StoredRecord;
import java.util.Map;

/** The project that always exists. */
public final class Projects {
  /** Its id, the same in every store. */
  public static final String DEFAULT_ID = Location.DEFAULT_PROJECT;

  private static final String DEFAULT_NAME = "Default project";

  private Projects() {}

  /**
   * Creates the default project unless it exists. If another engine does so at the same time, one
   * of them succeeds.
   *
   * @param services the engine
   */
  public static void ensureDefault(Services services) {
    Value fields =
        Value.of(Map.of("created_at", services.environment().instant(), "created_by", "engine"));
    services.commit(
        new Commit(services.node())
            .write(
                new StoredRecord(RecordType.PROJECT, DEFAULT_ID, DEFAULT_NAME, false, 1, fields),
                0));
  }
}
