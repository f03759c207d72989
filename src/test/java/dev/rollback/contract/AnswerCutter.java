package dev.rollback.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A way to a server of the loopback address on which some requests are never answered: the server
 * gets them and does what they say, and where its answer should come the connection breaks.
 */
public final class AnswerCutter implements AutoCloseable {
  private final ServerSocket listener;
  private final int port;
  private final Pattern cut;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private AnswerCutter(int port, String cut) throws IOException {
    this.port = port;
    this.cut = Pattern.compile(cut);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /**
   * To this port.
   *
   * @param cut what a request contains that is not answered
   */
  public static AnswerCutter to(int port, String cut) throws IOException {
    return new AnswerCutter(port, cut);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(client);
        open.add(server);
        var silent = new AtomicBoolean();
        threads.execute(() -> requests(client, server, silent));
        threads.execute(() -> answers(client, server, silent));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void requests(Socket client, Socket server, AtomicBoolean silent) {
    copy(
        client,
        server,
        (bytes, out) -> {
          if (cut.matcher(new String(bytes, ISO_8859_1)).find()) {
            silent.set(true);
          }
          out.write(bytes);
          return true;
        });
  }

  private void answers(Socket client, Socket server, AtomicBoolean silent) {
    copy(
        server,
        client,
        (bytes, out) -> {
          if (!silent.get()) {
            out.write(bytes);
          }
          return !silent.get();
        });
  }

  private interface Step {
    boolean pass(byte[] bytes, OutputStream out) throws IOException;
  }

  /** Until one end is closed, or a step says so; then both are. */
  private void copy(Socket from, Socket to, Step step) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read > 0; read = in.read(buffer)) {
        if (!step.pass(java.util.Arrays.copyOf(buffer, read), to.getOutputStream())) {
          break;
        }
      }
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
