package io.flowengine.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowTableTest {
  static List<FlowTable.Row> rows() throws IOException {
    return FlowTable.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_flow_does_what_the_table_says(FlowTable.Row row) {
    assertThat(FlowTable.played(row)).isEqualTo(FlowTable.expected(row));
  }
}
