package io.flowengine.testkit.connector;

import io.flowengine.execution.Value;
import io.flowengine.testkit.process.ChildJvm;
import java.nio.file.Path;

/**
 * A JVM with little heap that moves a large body. Arguments: the class of the kit, a directory for
 * the store, the inputs in JSON.
 */
final class LittleHeap {
  private LittleHeap() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    var constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    ConnectorKit kit = (ConnectorKit) constructor.newInstance();
    ChildJvm.tell(kit.call(Path.of(args[1]), Value.ofJson(args[2]).toMap()));
  }
}
