package io.flowengine.python.internal.stop;

import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.instrumentation.ContextsListener;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.nodes.LanguageInfo;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops one thread inside interpreters, at its next safepoint: a loop or a call of the script, not
 * in the middle of a built-in function. Other threads of the same interpreter go on.
 */
public final class ThreadStopper extends TruffleInstrument {
  /** The id under which interpreters know this instrument. */
  public static final String ID = "flowengine-thread-stopper";

  /** Stops threads; found through the instrument. */
  @FunctionalInterface
  public interface Service {
    /**
     * Has a thread unwind its Python stack as {@link StackDrop} does. If it is in a call of the
     * engine, it does so when it comes back from it.
     *
     * @param thread the thread
     */
    void stop(Thread thread);
  }

  @Override
  protected void onCreate(Env env) {
    Contexts contexts = new Contexts();
    env.getInstrumenter().attachContextsListener(contexts, true);
    Service service =
        thread -> {
          for (TruffleContext context : contexts.open) {
            if (!context.isClosed()) {
              var unused = env.submitThreadLocal(context, new Thread[] {thread}, new Drop());
            }
          }
        };
    env.registerService(service);
  }

  /** Throws, on the thread that is to be stopped. */
  private static final class Drop extends ThreadLocalAction {
    Drop() {
      super(true, false);
    }

    @Override
    protected void perform(Access access) {
      throw StackDrop.make();
    }
  }

  /** Knows the interpreters that are open. */
  private static final class Contexts implements ContextsListener {
    private final Set<TruffleContext> open = ConcurrentHashMap.newKeySet();

    @Override
    public void onContextCreated(TruffleContext context) {
      open.add(context);
    }

    @Override
    public void onLanguageContextCreated(TruffleContext context, LanguageInfo language) {}

    @Override
    public void onLanguageContextInitialized(TruffleContext context, LanguageInfo language) {}

    @Override
    public void onLanguageContextFinalized(TruffleContext context, LanguageInfo language) {}

    @Override
    public void onLanguageContextDisposed(TruffleContext context, LanguageInfo language) {}

    @Override
    public void onContextClosed(TruffleContext context) {
      open.remove(context);
    }
  }
}
