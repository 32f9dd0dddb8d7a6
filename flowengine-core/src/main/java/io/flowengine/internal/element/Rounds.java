package io.flowengine.internal.element;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The elements that still run, by where they stand, so that a round costs what its cohort does. */
final class Rounds {
  private static final Comparator<Member> BY_RANK = Comparator.comparingInt(member -> member.rank);

  private final TreeMap<int[], List<Member>> waiting = new TreeMap<>(Arrays::compare);

  /** Adds one at its place. It must stand at a step. */
  void add(Member member) {
    waiting.computeIfAbsent(member.course().position(), place -> new ArrayList<>()).add(member);
  }

  /** Takes those at the earliest position out, in rank order; empty if there is none. */
  List<Member> takeEarliest() {
    while (!waiting.isEmpty()) {
      List<Member> first = requireNonNull(waiting.pollFirstEntry()).getValue();
      first.removeIf(Member::isFinal);
      if (!first.isEmpty()) {
        first.sort(BY_RANK);
        return first;
      }
    }
    return List.of();
  }
}
