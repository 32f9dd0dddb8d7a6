package io.flowengine.flow;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ExecutionId;
import io.flowengine.execution.Filter;
import io.flowengine.execution.RecordRef;
import io.flowengine.execution.RecordType;
import io.flowengine.execution.SecretRef;
import io.flowengine.resource.FileResource;
import io.flowengine.resource.Message;
import io.flowengine.resource.Resource;
import io.flowengine.resource.Setting;
import io.flowengine.resource.VaultConfig;
import java.util.List;

/**
 * The records of the store, as a flow sees them. Making a reference reads nothing and never fails,
 * whether the record exists or not; its methods are journaled steps. Belongs to the thread of the
 * flow.
 */
public interface FlowSystem {
  /**
   * The same records, and those that were deleted: references read them, and listings list them.
   *
   * @return a view; this one goes on hiding them
   */
  FlowSystem allowDeleted();

  /**
   * Only the records that were deleted.
   *
   * @return a view; this one goes on hiding them
   */
  FlowSystem onlyDeleted();

  /**
   * Names a flow.
   *
   * @param name its name
   * @return the reference
   */
  Resource flow(String name);

  /**
   * Names a setting.
   *
   * @param name its name
   * @return the reference
   */
  Setting setting(String name);

  /**
   * Names a project.
   *
   * @param name its name; {@code Default project} always exists
   * @return the reference
   */
  Resource project(String name);

  /**
   * Names a file.
   *
   * @param name its name
   * @return the reference
   */
  FileResource file(String name);

  /**
   * Names a message.
   *
   * @param id its id
   * @return the reference
   */
  Message message(String id);

  /**
   * A message in the making: {@link Message#save()} creates it and does not wait for its answer.
   *
   * @param request what the person sees; whether it waits and how long does not count
   * @return the message
   */
  Message message(MessageRequest request);

  /**
   * Names a secret, to be given to a connector. Nothing is read; whether there is one of this name
   * shows when the connector runs.
   *
   * @param name its name
   * @return the reference
   */
  default SecretRef secret(String name) {
    return new SecretRef(name);
  }

  /**
   * Names the configuration of a secret store.
   *
   * @param name its name
   * @return the reference
   */
  VaultConfig vaultConfig(String name);

  /**
   * Names a record of any type but executions, the way its type is usually named: messages and
   * processes by id, all others by name.
   *
   * @param type the type
   * @param select its name or id
   * @return the reference
   * @throws io.flowengine.execution.InvalidInputException if {@code type} is {@code EXECUTION}; use
   *     {@link #execution}
   */
  Resource resource(RecordType type, String select);

  /**
   * Names a record of any type but executions, by its name or id, as the reference says.
   *
   * @param ref the reference, for example one that was among the inputs
   * @return the record: a {@link FileResource}, a {@link Message}, a {@link Setting} where its type
   *     is that
   * @throws io.flowengine.execution.InvalidInputException if its type is {@code EXECUTION}; use
   *     {@link #execution}
   */
  Resource resource(RecordRef ref);

  /**
   * Names an execution.
   *
   * @param id its id
   * @return its handle
   */
  Execution execution(ExecutionId id);

  /**
   * Lists executions. What is listed is recorded now; executions created later are not in the list.
   *
   * @param filter which
   * @param order by which fields, with a leading {@code -} for descending; none for {@code
   *     created_at}
   * @return their handles, at most 1,000,000; cannot be changed. 1,000 of them are in memory: when
   *     another page is reached it is read from the journal, by the thread of the flow, and its
   *     handles are new objects
   * @throws io.flowengine.execution.InvalidInputException if there is no such field, or there are
   *     more than 1,000,000
   * @throws PermissionDeniedException if the access policy of the host refuses the listing
   */
  List<Execution> executions(Filter filter, String... order);

  /**
   * Lists records of a type that have not been deleted. What is listed is recorded now.
   *
   * @param type the type; not executions
   * @param filter which
   * @param order by which fields, with a leading {@code -} for descending; none for {@code
   *     created_at}
   * @return references to them, like {@link #executions}
   * @throws io.flowengine.execution.InvalidInputException if there is no such field, or there are
   *     more than 1,000,000
   * @throws PermissionDeniedException if the access policy of the host refuses the listing
   */
  List<Resource> resources(RecordType type, Filter filter, String... order);
}
