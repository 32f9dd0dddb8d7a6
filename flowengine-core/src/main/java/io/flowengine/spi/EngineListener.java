package io.flowengine.spi;

import io.flowengine.event.EngineEvent;
import io.flowengine.event.WebhookRefused;

/** Watches an engine. */
@FunctionalInterface
public interface EngineListener {
  /**
   * Hears of something that is durable. Events of one execution come one after the other, in their
   * order, on the thread that made them durable; those of different executions may come at the same
   * time. Replay tells nothing again; a crash may repeat the last events. Only what this engine did
   * is told. An exception is logged and changes nothing.
   *
   * @param event what happened
   */
  void on(EngineEvent event);

  /**
   * Hears of a request to a webhook or trigger that started nothing, on the thread that handles it,
   * before it is answered. Does nothing unless it is overridden. An exception is logged and changes
   * nothing.
   *
   * @param refused what was refused, and why
   */
  default void refused(WebhookRefused refused) {}
}
