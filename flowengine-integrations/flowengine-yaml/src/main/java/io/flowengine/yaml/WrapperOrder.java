package io.flowengine.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Wrappers may have wrappers around them, which must be there first. */
final class WrapperOrder {
  private final Map<String, FoundResource> waiting = new LinkedHashMap<>();
  private final List<FoundResource> sorted = new ArrayList<>();

  private WrapperOrder() {}

  /** The records in an order in which each comes after what it refers to. */
  static List<FoundResource> sorted(List<FoundResource> found, List<Violation> violations) {
    WrapperOrder order = new WrapperOrder();
    for (FoundResource each : found) {
      if (each.resource().kind() == Kind.WRAPPERS) {
        order.waiting.put(each.resource().name(), each);
      }
    }
    while (!order.waiting.isEmpty()) {
      order.take(order.waiting.keySet().iterator().next(), violations);
    }
    List<FoundResource> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<FoundResource> source = kind == Kind.WRAPPERS ? order.sorted : found;
      source.stream().filter(each -> each.resource().kind() == kind).forEach(all::add);
    }
    return all;
  }

  private void take(String name, List<Violation> violations) {
    List<FoundResource> chain = new ArrayList<>();
    FoundResource next = waiting.remove(name);
    while (next != null) {
      chain.add(next);
      String outer = String.valueOf(next.resource().fields().get("wrapper"));
      if (chain.stream().anyMatch(each -> each.resource().name().equals(outer))) {
        violations.add(next.violation("wrapper", 1, "wrappers go around each other in a circle"));
      }
      next = waiting.remove(outer);
    }
    sorted.addAll(chain.reversed());
  }
}
