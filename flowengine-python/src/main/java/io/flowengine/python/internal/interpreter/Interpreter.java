package io.flowengine.python.internal.interpreter;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.jspecify.annotations.Nullable;

/**
 * One Python interpreter with the flow API in it. Any number of threads may run scripts in it at
 * the same time; one of them runs Python code at any moment, and those that wait in a call of the
 * engine do not count.
 */
public final class Interpreter implements AutoCloseable {
  private static final Source BOOTSTRAP =
      Source.newBuilder(
              "python",
              requireNonNull(
                  Library.text("/io/flowengine/python/internal/interpreter/bootstrap.py")),
              "<flow_api bootstrap>")
          .cached(true)
          .buildLiteral();

  private static final HostAccess ANNOTATED_METHODS = annotatedMethods();

  private final Context context;
  private final Value prepare;
  private final Value run;
  private final Value pulse;
  private final Value preload;
  private final Value where;
  private final Value elementScripts;
  private final Value outline;
  private final Programs programs = new Programs();
  private final AtomicInteger active = new AtomicInteger();
  private volatile boolean retired;

  /**
   * Makes an interpreter. Takes seconds in a cold JVM, then some 50 to 300 milliseconds.
   *
   * @param engine what interpreters share: compiled code
   * @param modules what it may import besides the standard library
   */
  public Interpreter(Engine engine, ModuleFiles modules) {
    context =
        Context.newBuilder("python")
            .engine(engine)
            .allowExperimentalOptions(true)
            .allowHostAccess(ANNOTATED_METHODS)
            .allowHostClassLookup(name -> false)
            .allowPolyglotAccess(PolyglotAccess.NONE)
            .allowEnvironmentAccess(EnvironmentAccess.NONE)
            .allowCreateThread(false)
            .allowCreateProcess(false)
            .allowNativeAccess(false)
            .allowIO(
                IOAccess.newBuilder().fileSystem(SealedFileSystem.withLibrary(modules)).build())
            .in(InputStream.nullInputStream())
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .timeZone(ZoneOffset.UTC)
            .option("python.PosixModuleBackend", "java")
            .option("python.NoSiteFlag", "true")
            .option("python.IsolateFlag", "true")
            .option("python.DontWriteBytecodeFlag", "true")
            .build();
    context.eval(BOOTSTRAP);
    Value entries = context.getBindings("python").getMember("boot").execute(new Library(modules));
    prepare = entries.getArrayElement(0);
    run = entries.getArrayElement(1);
    pulse = entries.getArrayElement(2);
    preload = entries.getArrayElement(3);
    where = entries.getArrayElement(4);
    elementScripts = entries.getArrayElement(5);
    outline = entries.getArrayElement(6);
  }

  /** On the module path others see the classes of this module through its own lookup only. */
  private static HostAccess annotatedMethods() {
    return Interpreter.class.getModule().isNamed()
        ? HostAccess.newBuilder(HostAccess.EXPLICIT).useModuleLookup(MethodHandles.lookup()).build()
        : HostAccess.EXPLICIT;
  }

  /**
   * Compiles a script for this interpreter. Those that were compiled lately are not compiled again:
   * engines that share an interpreter, one after the other or side by side, often run the same.
   *
   * @param text the script
   * @param file how tracebacks name it
   * @param watched whether it tells its lines
   * @param legacy the name of the environment if it speaks the legacy dialect; null if not
   * @return the program; or text, beginning with {@code F}, that describes what is wrong
   */
  public Value prepare(String text, String file, boolean watched, @Nullable String legacy) {
    var script = new Programs.Script(text, file, watched, legacy);
    Value known = programs.of(script);
    if (known != null) {
      return known;
    }
    Value program = prepare.execute(text, file, watched, legacy);
    if (!program.isString()) {
      programs.keep(script, program);
    }
    return program;
  }

  /**
   * Runs an execution on the calling thread.
   *
   * @param program the compiled script
   * @param bridge its connection
   * @param id the execution
   * @param inputs its inputs in stored form
   * @param lines who is told the lines of a watched script; null for any other
   * @return what came of it, as text; null if nothing
   */
  public Value run(Value program, Object bridge, String id, String inputs, @Nullable Object lines) {
    active.incrementAndGet();
    try {
      return run.execute(program, bridge, id, inputs, lines);
    } finally {
      active.decrementAndGet();
    }
  }

  /**
   * Finds out where the script of the calling thread is. Called from inside one of its calls.
   *
   * @param file the file of the script
   * @return the file and the line; the file alone if the line cannot be found
   */
  public String location(String file) {
    int line = where.execute(file).asInt();
    return line == 0 ? file : file + ", line " + line;
  }

  /**
   * Describes the shape of a script without running it.
   *
   * @param text the script
   * @param file how errors name it
   * @return its functions in JSON; or text, beginning with {@code F}, that describes what is wrong
   */
  public String outline(String text, String file) {
    return outline.execute(text, file).asString();
  }

  /** {@return the entries for scripts of flows over elements} */
  public ElementEntries elementScripts() {
    return ElementEntries.of(elementScripts.execute());
  }

  /**
   * Notes that a script that runs here for long has begun, or has ended.
   *
   * @param change 1 or -1
   */
  public void occupy(int change) {
    active.addAndGet(change);
  }

  /** Runs a little Python code; does not return while the interpreter is stuck. */
  public void pulse() {
    pulse.executeVoid();
  }

  /** Imports what most scripts or their first failure need. */
  public void preload() {
    preload.executeVoid();
  }

  /** {@return how many executions have a stack in this interpreter, waiting ones included} */
  public int active() {
    return active.get();
  }

  /** {@return true if no new execution is to run here} */
  public boolean isRetired() {
    return retired;
  }

  /** Lets no new execution run here. */
  public void retire() {
    retired = true;
  }

  /**
   * Ends everything that runs in it, by force. A retired one is left to the thread that is stuck in
   * it, for closing would wait for that.
   */
  @Override
  public void close() {
    if (!retired) {
      retired = true;
      context.close(true);
    }
  }
}
