package io.flowengine.testkit.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowengine.spi.FlowScript;
import io.flowengine.spi.FlowSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The player of one language, from the resources of the kit. */
final class KitScripts implements FlowSource {
  private static final String PLAYER = "player";

  private final FlowScript player;

  KitScripts(String language, String extension) {
    String file = PLAYER + "." + extension;
    try (InputStream in = KitScripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("the kit has no " + file);
      }
      player = new FlowScript(PLAYER, language, file, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<FlowScript> find(String name) {
    return name.equals(PLAYER) ? Optional.of(player) : Optional.empty();
  }

  @Override
  public Collection<String> names() {
    return List.of(PLAYER);
  }
}
