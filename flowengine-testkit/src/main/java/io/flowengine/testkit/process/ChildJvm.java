package io.flowengine.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another JVM with the class path of this one. It talks to this one by lines on its standard output
 * that begin with {@link #MARK}; what else it prints is kept for messages of failed tests. Signals
 * need a POSIX system. Thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
  /** Begins the lines that are meant for this JVM. */
  public static final String MARK = "=> ";

  private static final int TOLD = 200;

  private final Process process;
  private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Deque<String> told = new ArrayDeque<>();

  /** A line; null says that there are no more. */
  private record Line(@Nullable String text) {}

  private ChildJvm(Process process) {
    this.process = process;
    Thread unused = Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::read);
  }

  /**
   * Starts a JVM.
   *
   * @param main its main class
   * @param arguments what its {@code main} is given
   * @return the JVM, to be closed
   */
  public static ChildJvm start(Class<?> main, String... arguments) {
    return start(List.of(), main, arguments);
  }

  /**
   * Starts a JVM behind another command, for instance {@code strace}.
   *
   * @param before the command, with its arguments; empty for none. Signals go to the command then
   * @param main its main class
   * @param arguments what its {@code main} is given
   * @return the JVM, to be closed
   */
  public static ChildJvm start(List<String> before, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsun.misc.unsafe.memory.access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    try {
      return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Tells the parent something, in the child. The line is on its way when this returns.
   *
   * @param text a line
   */
  public static void tell(String text) {
    System.out.println(MARK + text);
    System.out.flush();
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(MARK)) {
          lines.add(new Line(line.substring(MARK.length())));
        } else {
          keep(line);
        }
      }
    } catch (IOException e) {
      keep(e.toString()); // the pipe of a killed process may break
    }
    lines.add(new Line(null));
  }

  private synchronized void keep(String line) {
    told.add(line);
    if (told.size() > TOLD) {
      told.remove();
    }
  }

  /**
   * Gives the next line that the child has told.
   *
   * @param patience how long to wait for it
   * @return the line without the mark; null if the child has ended and told nothing more
   * @throws AssertionError if it tells nothing for so long
   */
  public @Nullable String next(Duration patience) {
    try {
      Line line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new AssertionError("the child JVM said nothing for " + patience + ":" + story());
      }
      if (line.text == null) {
        lines.add(line);
      }
      return line.text;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits until the child tells a certain line, and skips others.
   *
   * @param text the line, without the mark
   * @param patience how long to wait for each line
   * @throws AssertionError if it ends without telling it, or tells nothing for so long
   */
  public void await(String text, Duration patience) {
    String line = next(patience);
    while (!text.equals(line)) {
      if (line == null) {
        throw new AssertionError("the child JVM ended without saying '" + text + "':" + story());
      }
      line = next(patience);
    }
  }

  /** {@return what it has told and nobody has taken, without waiting} */
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    for (Line line = lines.poll(); line != null; line = lines.poll()) {
      if (line.text == null) {
        lines.add(line);
        return rest;
      }
      rest.add(line.text);
    }
    return rest;
  }

  /** {@return the last of what it printed without the mark} */
  public synchronized String story() {
    return "\n  " + String.join("\n  ", told);
  }

  /** {@return its process id} */
  public long pid() {
    return process.pid();
  }

  /** {@return whether it runs, or is stopped} */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it as {@code kill -9} does, and waits until it is gone. Repeating it does nothing. */
  public void kill() {
    Process dying = process.destroyForcibly();
    try {
      int unused = dying.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return the code it ends with, when it has ended} */
  public int exit() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets it stand still, as {@code kill -STOP} does: none of its threads runs. */
  public void suspend() {
    signal("-STOP");
  }

  /** Lets it go on where it stood still. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      int code =
          new ProcessBuilder("kill", signal, String.valueOf(pid())).inheritIO().start().waitFor();
      if (code != 0 && isAlive()) {
        throw new AssertionError("kill " + signal + " " + pid() + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
