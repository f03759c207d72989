package dev.rollback.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A way to a server of the loopback address. Shut, it turns everybody away, and what depends on the
 * server does not get ready; stuck, it lets nothing more through: for as long as a test wants.
 */
final class Valve implements AutoCloseable {
  private final ServerSocket listener;
  private final int server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private boolean open;
  private boolean stuck;
  private Optional<String> sticking = Optional.empty();

  /** To this port, shut. */
  Valve(int server) {
    this.server = server;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where it can be reached. */
  int port() {
    return listener.getLocalPort();
  }

  /** Lets everybody and everything through from now on. */
  synchronized void open() {
    open = true;
    stuck = false;
    sticking = Optional.empty();
    notifyAll();
  }

  /** Turns away whoever comes from now on. */
  synchronized void shut() {
    open = false;
  }

  /** Gets stuck when something that is sent to the server holds this text. */
  synchronized void stickAt(String text) {
    sticking = Optional.of(text);
  }

  /** Whether it is stuck now. */
  synchronized boolean isStuck() {
    return stuck;
  }

  private synchronized boolean isOpen() {
    return open;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var from = listener.accept();
        if (isOpen()) {
          var to = new Socket(InetAddress.getLoopbackAddress(), server);
          threads.execute(() -> pass(from, to, true));
          threads.execute(() -> pass(to, from, false));
        } else {
          from.close();
        }
      } catch (IOException e) {
        // This one, or the listener: whoever came is gone again.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean toServer) {
    var buffer = new byte[16 * 1024];
    try (from;
        to) {
      for (var n = 0; n >= 0; n = from.getInputStream().read(buffer)) {
        awaitFlow(toServer, new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      // One side has gone, and with it the other.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitFlow(boolean toServer, String text) throws InterruptedException {
    if (toServer && sticking.filter(text::contains).isPresent()) {
      stuck = true;
    }
    while (stuck) {
      wait();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
