package dev.rollback.chaos;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A pseudo-terminal of Linux, by the C library that every process has: this is the end at which the
 * person sits.
 */
final class Pty implements AutoCloseable {
  /** What O_RDWR, O_NOCTTY and O_CLOEXEC are on Linux. */
  private static final int FLAGS = 2 | 0x100 | 0x80000;

  private static final short POLLIN = 1;
  private static final int NAME = 128;

  private static final MethodHandle OPEN = function("posix_openpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle GRANT = function("grantpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle UNLOCK = function("unlockpt", JAVA_INT, JAVA_INT);
  private static final MethodHandle NAME_OF =
      function("ptsname_r", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle READ =
      function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE =
      function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

  private final int master;
  private final Path device;
  // Reading and typing go on at once; the end has the file descriptor alone.
  private final ReentrantReadWriteLock using = new ReentrantReadWriteLock(true);
  private boolean closed;

  private Pty(int master, Path device) {
    this.master = master;
    this.device = device;
  }

  @SuppressWarnings("restricted") // there is no other way to a pseudo-terminal
  private static MethodHandle function(String name, ValueLayout result, ValueLayout... parameters) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters));
  }

  private static long call(MethodHandle function, Object... arguments) {
    try {
      return ((Number) function.invokeWithArguments(arguments)).longValue();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens a new one.
   *
   * @throws IOException when the system has none left
   */
  static Pty open() throws IOException {
    var master = (int) call(OPEN, FLAGS);
    if (master < 0) {
      throw new IOException("posix_openpt failed");
    }
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocate(NAME);
      if (call(GRANT, master) != 0
          || call(UNLOCK, master) != 0
          || call(NAME_OF, master, name, (long) NAME) != 0) {
        call(CLOSE, master);
        throw new IOException("the pseudo-terminal cannot be set up");
      }
      return new Pty(master, Path.of(name.getString(0)));
    }
  }

  /** The end for the program. */
  Path device() {
    return device;
  }

  /**
   * What the program has shown, as far as it is there within the time.
   *
   * @return nothing read: empty
   * @throws IOException when the program's end is closed, or this one
   */
  byte[] read(int millis) throws IOException {
    using.readLock().lock();
    try (var arena = Arena.ofConfined()) {
      refuseIfClosed();
      var poll = arena.allocate(8, 4);
      poll.set(JAVA_INT, 0, master);
      poll.set(JAVA_SHORT, 4, POLLIN);
      if (call(POLL, poll, 1L, millis) <= 0) {
        return new byte[0];
      }
      var buffer = arena.allocate(8192);
      var read = call(READ, master, buffer, buffer.byteSize());
      if (read <= 0) {
        throw new IOException("the program's end is closed");
      }
      return buffer.asSlice(0, read).toArray(JAVA_BYTE);
    } finally {
      using.readLock().unlock();
    }
  }

  /**
   * Types something.
   *
   * @throws IOException when nobody can read it
   */
  void type(String text) throws IOException {
    using.readLock().lock();
    try (var arena = Arena.ofConfined()) {
      refuseIfClosed();
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      var segment = arena.allocate(bytes.length);
      MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
      if (call(WRITE, master, segment, (long) bytes.length) != bytes.length) {
        throw new IOException("nothing can be typed any more");
      }
    } finally {
      using.readLock().unlock();
    }
  }

  private void refuseIfClosed() throws IOException {
    if (closed) {
      throw new IOException("this end is closed");
    }
  }

  /** Closes the window: whoever runs in it gets SIGHUP. */
  @Override
  public void close() {
    using.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        call(CLOSE, master);
      }
    } finally {
      using.writeLock().unlock();
    }
  }
}
