package io.flowengine.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts what is sent to PostgreSQL: each statement, each batch and each commit. */
final class CountedStatements {
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
    if (method.getName().startsWith("execute") || method.getName().equals("commit")) {
      statements.incrementAndGet();
    }
    if (answer instanceof PreparedStatement statement) {
      return counting(PreparedStatement.class, statement);
    }
    boolean isProxied = answer instanceof Connection && !method.getName().equals("unwrap");
    return isProxied ? counting(Connection.class, (Connection) answer) : answer;
  }

  /** Connections whose statements are counted. */
  DataSource source() {
    return counting(DataSource.class, PostgresServer.SERVER.dataSource());
  }

  /** A new store whose statements are counted. */
  JdbcStore store() {
    return JdbcStore.builder(source())
        .schema(PostgresServer.SERVER.newSchema())
        .leaseClock(LeaseClock.ENGINE)
        .open();
  }

  /** How many there were since the last time this was asked. */
  int since() {
    return statements.getAndSet(0);
  }
}
