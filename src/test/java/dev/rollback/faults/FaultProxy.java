package dev.rollback.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on a loopback port, in front of one server, that lets a test decide what becomes of
 * every request and every reply.
 *
 * <p>Messages are whole requests and whole replies ({@link Protocol} knows where they end), so that
 * "the third request" or "the second write" is the same one in every run, however the bytes were
 * packed. Requests are numbered over all connections; {@link #seen} lists them, which is how a test
 * learns from an undisturbed run what there is to disturb:
 *
 * <pre>{@code
 * try (var proxy = FaultProxy.before(Protocol.HTTP, sandbox.cluster().uri())) {
 *   // ... run undisturbed through proxy.uri() ...
 *   var writes = proxy.seen().stream().filter(Request::writes).toList();
 *   proxy.restart(new Faults() {                      // numbers begin at 1 again
 *     public Fate request(Request r) {
 *       return r.write() == 2 ? Fate.CUT_AFTER : Fate.PASS;   // done, and nobody is told
 *     }
 *   });
 *   // ... run again ...
 * }
 * }</pre>
 *
 * <p>To <em>hold</em> a process just before the server gets its k-th write, let {@link
 * Faults#request} block at it; to hold it after the server did it and before the client knows, let
 * {@link Faults#reply} block at the reply whose {@code to().write()} is k. Both are ready-made:
 * {@link Hold}. A held message that is let go afterwards goes on, even if its sender was killed
 * meanwhile, unless the method then returns {@link Fate#CUT} (which keeps a killed client's request
 * from the server).
 *
 * <p>Thread-safe. Bytes that are not understood (the talk is not what {@link Protocol} says) are
 * carried as they come when the connection ends; until then they wait.
 */
public final class FaultProxy implements AutoCloseable {
  private final Protocol protocol;
  private final InetSocketAddress server;
  private final ServerSocket listening;
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger connected = new AtomicInteger();
  private volatile Network network = new Network(Faults.NONE);

  /** One set of faults with its numbering: messages keep the one in which they came. */
  static final class Network {
    private final Faults faults;
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private int requests;
    private int writes;
    private final AtomicInteger replies = new AtomicInteger();

    Network(Faults faults) {
      this.faults = faults;
    }

    Faults faults() {
      return faults;
    }

    synchronized Request arrived(int connection, Protocol.Meaning meaning, byte[] bytes) {
      var write = meaning.writes() ? ++writes : 0;
      var request = new Request(++requests, write, connection, meaning.what(), bytes);
      seen.add(request);
      return request;
    }

    Reply answered(Request to, byte[] bytes) {
      return new Reply(replies.incrementAndGet(), to, bytes);
    }
  }

  private FaultProxy(Protocol protocol, InetSocketAddress server) throws IOException {
    this.protocol = protocol;
    this.server = server;
    this.listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  /** Starts one that carries everything undisturbed, at first. */
  public static FaultProxy before(Protocol protocol, String host, int port) {
    try {
      return new FaultProxy(
          protocol, new InetSocketAddress(InetAddress.getAllByName(host)[0], port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one before the server of this URL, which has a host and a port. */
  public static FaultProxy before(Protocol protocol, URI server) {
    return before(protocol, server.getHost(), server.getPort());
  }

  /** The port where it listens, on 127.0.0.1. */
  public int port() {
    return listening.getLocalPort();
  }

  /** The same URL, leading through this proxy. */
  public URI through(URI server) {
    return URI.create(server.toString().replace(":" + server.getPort(), ":" + port()));
  }

  /**
   * From now on the network has these faults, and requests, writes and replies are counted from 1
   * again. Connections that are open stay so, except those whose messages vanish: they are reset.
   * Requests that are held or on their way keep their fate and number.
   */
  public void restart(Faults faults) {
    network = new Network(faults);
    connections.stream().filter(ProxyConnection::isDeaf).forEach(ProxyConnection::reset);
  }

  /** Resets every connection that is open: the servers and clients of before are gone. */
  public void resetConnections() {
    connections.forEach(ProxyConnection::reset);
  }

  /** The requests since the last {@link #restart}, in the order in which they came. */
  public List<Request> seen() {
    return List.copyOf(network.seen);
  }

  /** How many connections are open. */
  public int open() {
    return connections.size();
  }

  /**
   * Whether nothing is on its way: no message is delayed or held, and no request that the server
   * has got is unanswered. What was lost on a connection is not waited for.
   */
  public boolean isIdle() {
    return connections.stream().allMatch(ProxyConnection::isIdle);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        var number = connected.incrementAndGet();
        if (!network.faults().accepts(number)) {
          ProxyConnection.reset(client);
          continue;
        }
        connect(client, number);
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client, int number) {
    var upstream = new Socket();
    try {
      upstream.connect(server, 5_000);
    } catch (IOException e) {
      // The server is not there: its client finds out as it would without a proxy.
      ProxyConnection.reset(client);
      return;
    }
    var connection = new ProxyConnection(this, number, client, upstream, protocol.begin());
    connections.add(connection);
    connection.begin();
    if (listening.isClosed()) {
      connection.reset();
    }
  }

  Network network() {
    return network;
  }

  void ended(ProxyConnection connection) {
    connections.remove(connection);
  }

  /** Waits, at most until the proxy is closed. */
  void pause(Duration duration) throws InterruptedException {
    var _ = closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Resets what is open and stops listening: whoever connects from now on is refused. */
  @Override
  public void close() {
    closed.countDown();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      resetConnections();
    }
  }
}
