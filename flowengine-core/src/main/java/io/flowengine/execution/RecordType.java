package io.flowengine.execution;

import java.util.Locale;

/** The types of records that scripts can name. {@link #scriptName()} is the form they use. */
public enum RecordType {
  /** A bundle of resources. */
  BUNDLE,
  /** A repository of bundles. */
  BUNDLE_REPOSITORY,
  /** Stored settings of a connector. */
  CONNECTOR,
  /** A row of an object template. */
  CUSTOM_OBJECT,
  /** One run of a flow, script or connector. */
  EXECUTION,
  /** A file with its content. */
  FILE,
  /** A named flow. */
  FLOW,
  /** Settings of a directory service. */
  LDAP_CONFIG,
  /** A message or form for a person. */
  MESSAGE,
  /** Settings of an OAuth provider. */
  OAUTH,
  /** The attributes of custom objects. */
  OBJECT_TEMPLATE,
  /** An organization. */
  ORGANIZATION,
  /** A plugin. */
  PLUGIN,
  /** A process. Nothing creates one. */
  PROCESS,
  /** A project, the location of other records. */
  PROJECT,
  /** A role. */
  ROLE,
  /** When a flow is started. */
  SCHEDULE,
  /** The script behind schedules. */
  SCHEDULER,
  /** A JSON schema. */
  SCHEMA,
  /** A named value; also a lock. */
  SETTING,
  /** Settings of a synchronisation. */
  SYNC_CONFIG,
  /** A tag. */
  TAG,
  /** A user. */
  USER,
  /** Settings of a secret store. */
  VAULT_CONFIG,
  /** An entrance for HTTP calls. */
  WEBHOOK,
  /** A workspace. */
  WORKSPACE,
  /** A script around other executions. */
  WRAPPER;

  private final String scriptName = name().toLowerCase(Locale.ROOT);

  /** {@return the snake-case name, for example {@code custom_object}} */
  public String scriptName() {
    return scriptName;
  }

  /**
   * Finds a type by its snake-case name.
   *
   * @param name for example {@code custom_object}
   * @return the type
   * @throws InvalidInputException if there is no such type
   */
  public static RecordType of(String name) {
    for (RecordType type : values()) {
      if (type.scriptName.equals(name)) {
        return type;
      }
    }
    throw new InvalidInputException("type", "must be a record type", name);
  }

  /**
   * {@return true for executions, messages and processes, which are named by id rather than by
   * name}
   */
  public boolean isActivity() {
    return this == EXECUTION || this == MESSAGE || this == PROCESS;
  }
}
