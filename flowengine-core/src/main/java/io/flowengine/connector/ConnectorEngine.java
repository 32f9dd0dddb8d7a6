package io.flowengine.connector;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the engine does for a connector at work. Belongs to the thread that runs the connector. */
public interface ConnectorEngine {
  /**
   * The content of a file.
   *
   * @param size how many bytes
   * @param bytes the bytes, read on demand, a chunk in memory; later changes of the file do not
   *     show
   */
  record Content(long size, InputStream bytes) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  /**
   * Looks up a host and asks the policy of the engine whether it may be connected to. Every
   * connection goes through here first, each further one of a redirect too; where the library below
   * lets one choose, it is made to an address that this gives.
   *
   * @param host its name or address
   * @param port its port
   * @return its addresses, at least one
   * @throws ConnectorException with the code {@code OutboundRefused} if the policy refuses it, or
   *     {@code ConnectError} if there is no such host
   */
  List<InetAddress> reach(String host, int port);

  /**
   * Opens the content of a file of the engine, as it is now.
   *
   * @param file its name, also as the address {@code cloudomation:name}
   * @return the content
   * @throws io.flowengine.execution.ResourceNotFoundException if there is no such file
   */
  Content open(String file);

  /**
   * Creates a file of the engine or replaces its content, chunk by chunk. Others see the new
   * content when this returns. If it fails the file is as it was.
   *
   * @param file its name, also as the address {@code cloudomation:name}
   * @param content what to store; read to its end, not closed
   * @return how many bytes
   * @throws IOException if it cannot be read
   */
  long save(String file, InputStream content) throws IOException;

  /** {@return the engine's time} */
  Instant instant();

  /**
   * Waits in the engine's time.
   *
   * @param time how long
   * @throws InterruptedException if the execution is cancelled meanwhile, or was before
   */
  void pause(Duration time) throws InterruptedException;
}
