package io.flowengine.internal.connector;

import io.flowengine.connector.Connector;
import io.flowengine.connector.OutboundPolicy;
import io.flowengine.element.ConnectorTask;
import io.flowengine.element.ElementTask;
import io.flowengine.element.Inventory;
import io.flowengine.spi.Environment;
import io.flowengine.spi.FlowProgram;
import io.flowengine.spi.SecretResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The connectors that an engine has, by type. */
public final class Connectors {
  /** The name of the workers that run connections. */
  public static final String POOL = "connector";

  private final Map<String, Connector> byType;
  private final Secrets secrets;
  private final OutboundPolicy outbound;
  private final Environment environment;

  /**
   * Makes a registry.
   *
   * @param byType the connectors by their type
   * @param resolvers where secrets come from, in this order
   * @param outbound where they may connect to
   * @param environment in which they wait
   */
  public Connectors(
      Map<String, Connector> byType,
      List<SecretResolver> resolvers,
      OutboundPolicy outbound,
      Environment environment) {
    this.byType = new TreeMap<>(byType);
    this.secrets = new Secrets(resolvers);
    this.outbound = outbound;
    this.environment = environment;
  }

  /**
   * Names what a node must have to run a connection.
   *
   * @param type the type of the connector
   * @return what its executions require
   */
  public static String capability(String type) {
    return POOL + ":" + type;
  }

  /**
   * Finds a connector.
   *
   * @param type its type
   * @return the connector; empty if the engine has none of this type
   */
  public Optional<Connector> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** {@return the types there are, sorted} */
  public Set<String> types() {
    return new TreeSet<>(byType.keySet());
  }

  /**
   * Gives what a connection runs.
   *
   * @param type the type of its connector, which this node has
   * @return the program
   */
  public FlowProgram program(String type) {
    return find(type)
        .map(connector -> new ConnectorProgram(connector, secrets, outbound, environment))
        .orElseThrow(() -> new IllegalStateException("this node has no connector " + type));
  }

  /**
   * Gives a task on an element that is a call of a connector.
   *
   * @param call what is called, with what
   * @param inventory where the connections of profiles are
   * @return the task
   * @throws IllegalArgumentException if the engine has no connector of the type
   */
  public ElementTask task(ConnectorTask call, Inventory inventory) {
    Connector connector =
        find(call.type())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a task calls the connector '"
                            + call.type()
                            + "', and the engine has "
                            + types()
                            + "; add it with connector(…)"));
    return new ConnectorElementTask(connector, secrets, call, inventory, outbound, environment);
  }
}
