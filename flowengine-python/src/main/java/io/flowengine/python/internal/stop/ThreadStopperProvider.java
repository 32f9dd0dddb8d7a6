package io.flowengine.python.internal.stop;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;
import java.util.Collection;
import java.util.List;

/** Makes {@link ThreadStopper} known to the polyglot engine. */
@TruffleInstrument.Registration(
    id = ThreadStopper.ID,
    name = "FlowEngine thread stopper",
    version = "1",
    services = ThreadStopper.Service.class)
public final class ThreadStopperProvider extends TruffleInstrumentProvider {
  /** Called by the service loader. */
  public ThreadStopperProvider() {}

  @Override
  protected String getInstrumentClassName() {
    return ThreadStopper.class.getName();
  }

  @Override
  protected Object create() {
    return new ThreadStopper();
  }

  @Override
  protected Collection<String> getServicesClassNames() {
    return List.of(ThreadStopper.Service.class.getName());
  }
}
