package io.flowengine.internal.element;

import io.flowengine.element.ElementContext;
import io.flowengine.element.ElementFlow;
import io.flowengine.execution.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Elements that are through before the next batch begins.
 *
 * @param members the elements, in rank order
 * @param tier the elements of all batches of its tier
 * @param isFirstOfTier true for the first batch of its tier
 */
record Batch(List<Member> members, List<Member> tier, boolean isFirstOfTier) {
  static final Batch NONE = new Batch(List.of(), List.of(), true);

  /** Parts elements into tiers, and each tier into batches; sizes begin anew in each tier. */
  static List<Batch> of(ElementFlow flow, List<Member> all) {
    List<Batch> batches = new ArrayList<>();
    for (List<Member> tier : tiers(flow, all)) {
      int from = 0;
      for (int batch = 0; from < tier.size(); batch++) {
        int to = Math.min(tier.size(), from + size(flow.pace().batches(), batch, all.size()));
        batches.add(new Batch(tier.subList(from, to), tier, batch == 0));
        from = to;
      }
    }
    return batches;
  }

  private static List<List<Member>> tiers(ElementFlow flow, List<Member> all) {
    var key = flow.pace().tier();
    if (key == null) {
      return all.isEmpty() ? List.of() : List.of(all);
    }
    List<List<Member>> tiers = new ArrayList<>();
    @Nullable Object last = null;
    for (Member member : all) {
      ElementContext context = member.context();
      Object mine = tier(key, context);
      if (tiers.isEmpty() || !Objects.equals(mine, last)) {
        tiers.add(new ArrayList<>());
      }
      tiers.getLast().add(member);
      last = mine;
    }
    return tiers;
  }

  private static @Nullable Object tier(
      Function<ElementContext, @Nullable Object> key, ElementContext context) {
    try {
      return key.apply(context);
    } catch (RuntimeException e) { // code of the host
      throw new InvalidInputException(
          "tier of element " + context.element().id(), "must not throw", e);
    }
  }

  private static int size(List<String> sizes, int batch, int all) {
    if (sizes.isEmpty()) {
      return all;
    }
    String size = sizes.get(Math.min(batch, sizes.size() - 1));
    if (!size.endsWith("%")) {
      return Integer.parseInt(size);
    }
    long percent = Integer.parseInt(size.substring(0, size.length() - 1));
    return (int) Math.max(1, percent * all / 100);
  }
}
