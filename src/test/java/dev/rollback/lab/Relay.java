package dev.rollback.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes a server of the loopback address reachable for pods, on the machine's address in their
 * network and nowhere else: each connection is passed on, in both directions.
 */
final class Relay implements AutoCloseable {
  private static final String PODS_NETWORK = "docker0";

  private final ServerSocket listener;
  private final int port;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Relay(int port) throws IOException {
    this.port = port;
    this.listener = new ServerSocket(0, 50, gateway());
    threads.execute(this::accept);
  }

  /** To this port of the loopback address. */
  static Relay to(int port) throws IOException {
    return new Relay(port);
  }

  private static InetAddress gateway() throws IOException {
    var bridge = NetworkInterface.getByName(PODS_NETWORK);
    if (bridge == null) {
      throw new IOException("there is no network " + PODS_NETWORK + ": is the lab's Docker up?");
    }
    return bridge
        .inetAddresses()
        .filter(java.net.Inet4Address.class::isInstance)
        .findFirst()
        .orElseThrow(() -> new IOException(PODS_NETWORK + " has no address"));
  }

  /** Where pods find it. */
  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var from = listener.accept();
        var to = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(from);
        open.add(to);
        threads.execute(() -> copy(from, to));
        threads.execute(() -> copy(to, from));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Until one end is closed; then both are. */
  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // An end that breaks off is for the other end to notice: it is closed as well.
      open.remove(from);
    }
    open.remove(from);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (var socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
