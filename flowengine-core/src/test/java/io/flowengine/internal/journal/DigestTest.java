package io.flowengine.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DigestTest {

  @Property
  void the_order_of_keys_does_not_count(@ForAll @Size(max = 6) Map<String, Long> map) {
    Map<String, Long> reversed = new LinkedHashMap<>();
    map.keySet().stream().toList().reversed().forEach(key -> reversed.put(key, map.get(key)));
    assertThat(Digest.of(Value.of(reversed))).isEqualTo(Digest.of(Value.of(map)));
  }

  @Property
  void the_order_of_elements_counts(@ForAll long a, @ForAll long b) {
    boolean same = Digest.of(Value.of(List.of(a, b))) == Digest.of(Value.of(List.of(b, a)));
    assertThat(same).isEqualTo(a == b);
  }

  @Test
  void text_and_number_differ_and_so_do_nesting_and_absence() {
    assertThat(
            List.of(
                Digest.of(Value.of("1")),
                Digest.of(Value.of(1)),
                Digest.of(Value.of(List.of(1))),
                Digest.of(Value.of(Map.of("1", 1))),
                Digest.of(Value.NULL),
                Digest.of(Value.EMPTY)))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_digest_is_the_same_in_every_jvm() {
    assertThat(Digest.of(Value.of(Map.of("flow", "child", "inputs", Map.of("x", 1)))))
        .isEqualTo(5712164013576706123L);
  }
}
