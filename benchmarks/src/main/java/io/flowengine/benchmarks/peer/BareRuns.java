package io.flowengine.benchmarks.peer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** What the engine writes, written without an engine. */
public final class BareRuns {
  private static final int LARGEST_GROUP = 1000;

  private BareRuns() {}

  /**
   * One client that commits every change by itself. Not thread-safe.
   *
   * @param database where the tables of a store of the name {@code bare} are
   * @return the client
   * @throws SQLException if the database cannot be reached
   */
  public static Runs alone(BenchmarkDatabase database) throws SQLException {
    BareRows rows = new BareRows(database.connect("bare"));
    return new Runs() {
      @Override
      public void run() throws SQLException {
        for (BareRows.Write write : BareRows.of(BareRows.newRun())) {
          rows.commit(List.of(write));
        }
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /**
   * One writer thread that commits together what all clients handed in meanwhile.
   *
   * @param database where the tables of a store of the name {@code bare} are
   * @return the clients
   * @throws SQLException if the database cannot be reached
   */
  public static Runs grouped(BenchmarkDatabase database) throws SQLException {
    return new Grouped(new BareRows(database.connect("bare")));
  }

  private static final class Grouped implements Runs {
    private record Task(BareRows.Write write, CompletableFuture<Void> done) {}

    private final BareRows rows;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Thread writer = Thread.ofPlatform().daemon().unstarted(this::write);

    Grouped(BareRows rows) {
      this.rows = rows;
      writer.start();
    }

    @Override
    public void run() {
      for (BareRows.Write write : BareRows.of(BareRows.newRun())) {
        Task task = new Task(write, new CompletableFuture<>());
        queue.add(task);
        task.done.join();
      }
    }

    private void write() {
      List<Task> group = new ArrayList<>();
      try {
        while (true) {
          group.add(queue.take());
          int unused = queue.drainTo(group, LARGEST_GROUP - 1);
          rows.commit(group.stream().map(Task::write).toList());
          group.forEach(task -> task.done.complete(null));
          group.clear();
        }
      } catch (InterruptedException e) {
        rows.close();
      } catch (SQLException e) {
        group.forEach(task -> task.done.completeExceptionally(e));
        rows.close();
      }
    }

    @Override
    public void close() {
      writer.interrupt();
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
