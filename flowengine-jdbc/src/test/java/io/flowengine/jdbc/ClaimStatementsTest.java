package io.flowengine.jdbc;

import static io.flowengine.jdbc.Executions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowengine.execution.ExecutionId;
import io.flowengine.spi.Claim;
import io.flowengine.spi.Commit;
import io.flowengine.spi.Wait;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** To claim many executions and to read their journals takes as many statements as one takes. */
class ClaimStatementsTest {
  private final AtomicInteger statements = new AtomicInteger();

  /** The same, but statements that run are counted; a batch is one. */
  private <T> T counting(Class<T> type, T target) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> counted(call(target, method, arguments), method));
    return type.cast(proxy);
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object counted(Object answer, Method method) {
    if (method.getName().startsWith("execute")) {
      statements.incrementAndGet();
    }
    if (answer instanceof PreparedStatement statement) {
      return counting(PreparedStatement.class, statement);
    }
    boolean isProxied = answer instanceof Connection && !method.getName().equals("unwrap");
    return isProxied ? counting(Connection.class, (Connection) answer) : answer;
  }

  private int claim(int executions) {
    try (JdbcStore store =
        JdbcStore.builder(counting(DataSource.class, PostgresServer.SERVER.dataSource()))
            .schema(PostgresServer.SERVER.newSchema())
            .leaseClock(LeaseClock.ENGINE)
            .open()) {
      for (int i = 0; i < executions; i++) {
        ExecutionId id = Executions.held(store, "e" + i);
        store.commit(
            new Commit("a")
                .fence(id, 1, 1)
                .journal(Executions.entry(1))
                .journal(Executions.entry(2))
                .release(Wait.NOTHING, NOW),
            NOW);
      }
      Claim.Request request =
          new Claim.Request("b", NOW, Set.of("java:flow"), executions, List.of(), false);
      statements.set(0);
      List<ExecutionId> claimed =
          store.claim(request).stream().map(claim -> claim.record().id()).toList();
      assertThat(store.journals(claimed))
          .hasSize(executions)
          .allSatisfy((id, entries) -> assertThat(entries).hasSize(2));
      return statements.get();
    }
  }

  @Test
  void many_claims_take_as_many_statements_as_one() {
    int one = claim(1);
    assertThat(one).isPositive();
    assertThat(claim(50)).isEqualTo(one);
  }
}
