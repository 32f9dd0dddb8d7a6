package io.flowengine.yaml;

import io.flowengine.execution.RecordType;

/** A type of records that a folder holds, in an order in which what is referred to comes first. */
enum Kind {
  PROJECTS(RecordType.PROJECT),
  BUNDLES(RecordType.BUNDLE),
  WRAPPERS(RecordType.WRAPPER),
  SCHEDULERS(RecordType.SCHEDULER),
  FLOWS(RecordType.FLOW),
  SETTINGS(RecordType.SETTING),
  CONNECTORS(RecordType.CONNECTOR),
  SCHEDULES(RecordType.SCHEDULE),
  WEBHOOKS(RecordType.WEBHOOK);

  private final RecordType type;

  Kind(RecordType type) {
    this.type = type;
  }

  RecordType type() {
    return type;
  }

  /** The name of the folder. */
  String folder() {
    return type.scriptName() + "s";
  }

  /** True if the records have a script, which is a file of its own. */
  boolean hasScript() {
    return this == WRAPPERS || this == SCHEDULERS || this == FLOWS;
  }
}
