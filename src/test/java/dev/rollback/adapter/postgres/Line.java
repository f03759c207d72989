package dev.rollback.adapter.postgres;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A line to a server that can fall silent, as a network does that lets nothing through and says
 * nothing; or that greets with a session number of its own, as a pooler does. For sessions without
 * TLS.
 */
final class Line implements AutoCloseable {
  private static final int KEY = 'K';

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int server;
  private final boolean pooler;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean silent;

  private Line(int server, boolean pooler) throws IOException {
    this.server = server;
    this.pooler = pooler;
    threads.execute(this::accept);
  }

  static Line to(int server) throws IOException {
    return new Line(server, false);
  }

  static Line asPooler(int server) throws IOException {
    return new Line(server, true);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on nothing gets through, and both ends stay open. */
  void fallSilent() {
    silent = true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        var to = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(client);
        open.add(to);
        threads.execute(() -> copy(client, to, false));
        threads.execute(() -> copy(to, client, pooler));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void copy(Socket from, Socket to, boolean renumber) {
    try (from;
        to) {
      if (renumber) {
        greet(
            new DataInputStream(from.getInputStream()), new DataOutputStream(to.getOutputStream()));
      }
      var buffer = new byte[8192];
      for (var n = 0; n >= 0; n = from.getInputStream().read(buffer)) {
        if (silent) {
          end.await();
          return;
        }
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      open.remove(from); // an end that breaks off is for the other end to notice
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.remove(from);
  }

  /** Message by message up to the one that tells the number of the session, which is changed. */
  private static void greet(DataInputStream from, DataOutputStream to) throws IOException {
    var type = 0;
    while (type != KEY) {
      type = from.readByte();
      var length = from.readInt();
      var body = from.readNBytes(length - 4);
      if (type == KEY) {
        body[1]++;
      }
      to.writeByte(type);
      to.writeInt(length);
      to.write(body);
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    listener.close();
    for (var socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
