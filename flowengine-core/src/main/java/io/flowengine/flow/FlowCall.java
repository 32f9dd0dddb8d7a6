package io.flowengine.flow;

import io.flowengine.execution.Execution;
import io.flowengine.execution.ReturnWhen;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A child execution in the making. The setters return this object; {@link #run()}, {@link #start()}
 * or {@link #create()} makes the child, at most once.
 */
public interface FlowCall {
  /**
   * Sets one input.
   *
   * @param key the key
   * @param value anything that {@link io.flowengine.execution.Value} can store
   * @return this
   */
  FlowCall input(String key, @Nullable Object value);

  /**
   * Sets several inputs; those set before stay.
   *
   * @param inputs the inputs
   * @return this
   */
  FlowCall inputs(Map<String, ?> inputs);

  /**
   * Names the child.
   *
   * @param name its name, 1 to 128 characters; default: that of the flow
   * @return this
   */
  FlowCall name(String name);

  /**
   * Chooses a version of a Java flow.
   *
   * @param number the version; default: the one with the highest number
   * @return this
   */
  FlowCall version(int number);

  /**
   * Chooses a version of a flow.
   *
   * @param id for a script the {@code flow_version} of an execution that has run it; for a Java
   *     flow its number; default: the newest
   * @return this
   */
  FlowCall version(String id);

  /**
   * Sets how urgent the child is.
   *
   * @param priority higher is dispatched first; default 0
   * @return this
   */
  FlowCall priority(int priority);

  /**
   * Bounds the child's time from its start. On expiry it is cancelled, and {@link #run()} throws at
   * once.
   *
   * @param timeout how long; &gt; 0
   * @return this
   */
  FlowCall timeout(Duration timeout);

  /**
   * Bounds the time of the whole call from the creation of the child, with all attempts and the
   * waits between them. On expiry the attempt under way is cancelled and {@link #run()} throws; no
   * attempt begins later. Needs a call that waits.
   *
   * @param timeout how long; &gt; 0
   * @return this
   */
  FlowCall totalTimeout(Duration timeout);

  /**
   * Tries again if the child fails: each attempt is a child of its own with the same inputs, those
   * after the first one name it in {@code attempt_of}, and the call returns the last one. Needs a
   * call that waits.
   *
   * @param policy how often, and how long in between
   * @return this
   */
  FlowCall retry(RetryPolicy policy);

  /**
   * Makes the creation idempotent: if an execution of the same flow was created with this key, that
   * one is returned.
   *
   * @param key 1 to 200 characters
   * @return this
   */
  FlowCall idempotencyKey(String key);

  /**
   * Creates a top-level execution instead of a child.
   *
   * @return this
   */
  FlowCall orphan();

  /**
   * Says where the child is: in the project of its creator, unless this says otherwise.
   *
   * @param rule {@code created_by}, {@code default}, {@code resource} or {@code wrapped_resource}
   * @return this
   */
  FlowCall locationInheritance(String rule);

  /**
   * Gives the child roles, by which the access policy of the host judges it; default: those of its
   * creator.
   *
   * @param names the roles; none for a child without roles
   * @return this
   */
  FlowCall roles(String... names);

  /**
   * Protects inputs: everybody but the child sees {@code ***} in their place.
   *
   * @param names keys of inputs
   * @return this
   */
  FlowCall protectInputs(String... names);

  /**
   * Protects outputs: everybody but the child and its creator sees {@code ***} in their place.
   *
   * @param names keys of outputs
   * @return this
   */
  FlowCall protectOutputs(String... names);

  /**
   * Sets stored fields of the child: {@code name, description, priority, project_id, project_name,
   * scheduled_for, max_runtime_minutes, is_paused, orphan, input_value, output_value, message,
   * roles, location_inheritance, protect_inputs, protect_outputs} and others that are only stored.
   *
   * @param fields the fields
   * @return this
   */
  FlowCall init(Map<String, ?> fields);

  /**
   * Puts a wrapper around the child: an execution of the wrapper is created in its place, which
   * runs the child as often as it wants. The first wrapper that is put around a child is the
   * outermost; all are outside those that are attached to the flow or the connector.
   *
   * @param wrapper its name or id
   * @param wrapperInputs what the wrapper is given
   * @return this
   */
  FlowCall using(String wrapper, Map<String, ?> wrapperInputs);

  /**
   * Starts the child and waits until it succeeded.
   *
   * @return the child
   * @throws DependencyFailedException if it failed
   * @throws DependencyTimeoutException if its timeout expired
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such flow; no child
   *     exists then
   */
  Execution run();

  /**
   * Starts the child and waits.
   *
   * @param returnWhen {@link ReturnWhen#ALL_ENDED} does not throw if the child fails
   * @return the child
   * @throws DependencyFailedException if it failed, unless {@code ALL_ENDED} or {@code FIRST_ENDED}
   *     was asked for
   * @throws DependencyTimeoutException if its timeout expired
   */
  Execution run(ReturnWhen returnWhen);

  /**
   * Starts the child without waiting.
   *
   * @return the child
   */
  Execution start();

  /**
   * Creates the child without starting it; it is paused.
   *
   * @return the child
   */
  Execution create();
}
