package dev.rollback.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: a client's socket, a server's, and a thread each way. */
final class ProxyConnection {
  private static final int CHUNK = 64 * 1024;

  /** A reset may overtake bytes that were not read yet; these have to come first. */
  private static final Duration SETTLE = Duration.ofMillis(20);

  private final FaultProxy proxy;
  private final int number;
  private final Socket client;
  private final Socket server;
  private final Protocol.Talk talk;

  /** Requests that the server has got and not answered, with the network of their time. */
  private final Queue<Awaited> awaited = new ConcurrentLinkedQueue<>();

  /** How many messages are in our hands. */
  private final AtomicInteger carried = new AtomicInteger();

  private final AtomicInteger ends = new AtomicInteger();
  private volatile boolean upstreamDeaf;
  private volatile boolean downstreamDeaf;

  private record Awaited(Request request, FaultProxy.Network network, Fate answer) {}

  ProxyConnection(FaultProxy proxy, int number, Socket client, Socket server, Protocol.Talk talk) {
    this.proxy = proxy;
    this.number = number;
    this.client = client;
    this.server = server;
    this.talk = talk;
  }

  void begin() {
    Thread.ofVirtual()
        .name("requests-" + number)
        .start(() -> carry(client, server, this::requests));
    Thread.ofVirtual().name("replies-" + number).start(() -> carry(server, client, this::replies));
  }

  /** Takes whole messages from the beginning of these bytes, and tells how many bytes they had. */
  private interface Taker {
    int take(byte[] bytes) throws IOException, InterruptedException;
  }

  private void carry(Socket from, Socket to, Taker taker) {
    try {
      copy(from, to, taker);
    } catch (SocketException e) {
      lost(to);
    } catch (IOException | RuntimeException e) {
      reset();
      throw new IllegalStateException("connection " + number, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
    if (ends.incrementAndGet() == 2) {
      reset();
    }
  }

  private void copy(Socket from, Socket to, Taker taker) throws IOException, InterruptedException {
    var pending = new byte[0];
    var chunk = new byte[CHUNK];
    for (var n = from.getInputStream().read(chunk); n >= 0; ) {
      pending = join(pending, chunk, n);
      pending = Arrays.copyOfRange(pending, taker.take(pending), pending.length);
      n = from.getInputStream().read(chunk);
    }
    if (!deaf(to)) {
      to.getOutputStream().write(pending);
      to.shutdownOutput();
    }
  }

  /** One side was reset or is closed; a connection that is deaf to the other keeps it secret. */
  private void lost(Socket other) {
    if (!deaf(other)) {
      reset();
    }
  }

  private boolean deaf(Socket to) {
    return to.equals(server) ? upstreamDeaf : downstreamDeaf;
  }

  private static byte[] join(byte[] first, byte[] second, int length) {
    var joined = Arrays.copyOf(first, first.length + length);
    System.arraycopy(second, 0, joined, first.length, length);
    return joined;
  }

  private int requests(byte[] bytes) throws IOException, InterruptedException {
    var taken = 0;
    while (taken < bytes.length && !upstreamDeaf) {
      var rest = Arrays.copyOfRange(bytes, taken, bytes.length);
      var length = talk.request(rest);
      if (length == 0) {
        return taken;
      }
      request(Arrays.copyOf(rest, length));
      taken += length;
    }
    return upstreamDeaf ? bytes.length : taken;
  }

  private void request(byte[] bytes) throws IOException, InterruptedException {
    carried.incrementAndGet();
    try {
      forward(bytes);
    } finally {
      carried.decrementAndGet();
    }
  }

  private void forward(byte[] bytes) throws IOException, InterruptedException {
    var network = proxy.network();
    var request = network.arrived(number, talk.meaning(bytes), bytes);
    var fate = network.faults().request(request);
    switch (fate) {
      case Fate.Pass _ -> {}
      case Fate.Delay(var by) -> proxy.pause(by);
      case Fate.Drop _ -> upstreamDeaf = true;
      case Fate.HalfOpen _ -> halfOpen();
      case Fate.Cut _ -> reset();
      case Fate.CutAfter _, Fate.CutInside _, Fate.StallInside _ -> {}
    }
    if (!upstreamDeaf && !server.isClosed()) {
      awaited.add(new Awaited(request, network, fate));
      server.getOutputStream().write(bytes);
    }
  }

  private int replies(byte[] bytes) throws IOException, InterruptedException {
    var taken = 0;
    while (taken < bytes.length && !downstreamDeaf) {
      var rest = Arrays.copyOfRange(bytes, taken, bytes.length);
      var first = asked();
      if (first == null) {
        client.getOutputStream().write(rest); // said without being asked, such as a farewell
        return bytes.length;
      }
      var length = talk.reply(rest, first.request());
      if (length == 0) {
        return taken;
      }
      reply(Arrays.copyOf(rest, length), first);
      if (talk.inOrder()) {
        awaited.remove();
      }
      taken += length;
    }
    return downstreamDeaf ? bytes.length : taken;
  }

  private @Nullable Awaited asked() {
    while (!talk.inOrder() && awaited.size() > 1) {
      awaited.remove();
    }
    return awaited.peek();
  }

  private void reply(byte[] bytes, Awaited to) throws IOException, InterruptedException {
    carried.incrementAndGet();
    try {
      answer(bytes, to);
    } finally {
      carried.decrementAndGet();
    }
  }

  private void answer(byte[] bytes, Awaited to) throws IOException, InterruptedException {
    var reply = to.network().answered(to.request(), bytes);
    var fate =
        switch (to.answer()) {
          case Fate.CutAfter _, Fate.CutInside _, Fate.StallInside _ -> to.answer();
          case Fate.Pass _, Fate.Delay _, Fate.Drop _, Fate.HalfOpen _, Fate.Cut _ ->
              to.network().faults().reply(reply);
        };
    var passed = bytes;
    switch (fate) {
      case Fate.Pass _ -> {}
      case Fate.Delay(var by) -> proxy.pause(by);
      case Fate.Drop _ -> downstreamDeaf = true;
      case Fate.HalfOpen _ -> halfOpen();
      case Fate.Cut _, Fate.CutAfter _ -> reset();
      case Fate.CutInside _, Fate.StallInside _ ->
          passed = Arrays.copyOf(bytes, Math.max(1, bytes.length / 2));
    }
    if (downstreamDeaf || client.isClosed()) {
      return;
    }
    client.getOutputStream().write(passed);
    if (fate instanceof Fate.StallInside) {
      halfOpen();
    } else if (passed.length < bytes.length) {
      proxy.pause(SETTLE);
      reset();
    }
  }

  private void halfOpen() {
    upstreamDeaf = true;
    downstreamDeaf = true;
  }

  /** Whether something was lost on it, so that it will never be well again. */
  boolean isDeaf() {
    return upstreamDeaf || downstreamDeaf;
  }

  boolean isIdle() {
    return carried.get() == 0 && (isDeaf() || !talk.inOrder() || awaited.isEmpty());
  }

  /** Resets both ends. */
  void reset() {
    proxy.ended(this);
    reset(client);
    reset(server);
  }

  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It is closed already: there is nothing left to reset.
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
