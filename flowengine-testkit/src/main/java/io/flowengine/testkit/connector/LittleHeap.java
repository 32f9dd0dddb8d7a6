package io.flowengine.testkit.connector;

import io.flowengine.execution.Value;
import io.flowengine.testkit.process.ChildJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JVM with little heap that moves large bodies. Arguments: the class of the kit, a directory for
 * the store, the inputs of each call in JSON.
 */
final class LittleHeap {
  private LittleHeap() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    var constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    ConnectorKit kit = (ConnectorKit) constructor.newInstance();
    List<Map<String, @Nullable Object>> calls =
        Arrays.stream(args).skip(2).map(each -> Value.ofJson(each).toMap()).toList();
    kit.call(Path.of(args[1]), calls, ChildJvm::tell);
  }
}
