package io.flowengine.python.internal.interpreter;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file that is bytes in memory, for reading. Not thread-safe. */
final class BytesChannel implements SeekableByteChannel {
  private final byte[] content;
  private long position;
  private boolean open = true;

  BytesChannel(byte[] content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer into) throws ClosedChannelException {
    requireOpen();
    if (position >= content.length) {
      return -1;
    }
    int count = Math.min(into.remaining(), content.length - (int) position);
    into.put(content, (int) position, count);
    position += count;
    return count;
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws ClosedChannelException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws ClosedChannelException {
    requireOpen();
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws ClosedChannelException {
    requireOpen();
    return content.length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
