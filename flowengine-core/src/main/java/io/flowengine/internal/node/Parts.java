package io.flowengine.internal.node;

import io.flowengine.spi.Commit;
import java.util.List;

/**
 * Several parts of one commit.
 *
 * @param all the parts
 */
public record Parts(List<? extends Part> all) implements Part {
  /** Copies the list. */
  public Parts {
    all = List.copyOf(all);
  }

  public static Parts of(Part... parts) {
    return new Parts(List.of(parts));
  }

  @Override
  public void addTo(Commit commit) {
    all.forEach(part -> part.addTo(commit));
  }

  @Override
  public void durable() {
    all.forEach(Part::durable);
  }

  @Override
  public void refused() {
    all.forEach(Part::refused);
  }
}
