package dev.rollback.adapter.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that opens tunnels ({@code CONNECT}), whatever the address, to one port here. */
final class ConnectProxy implements AutoCloseable {
  /** As a login: no tunnel for anybody. */
  static final String NOBODY = "nobody";

  private final ServerSocket socket;
  private final int target;
  private final String login;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * Listens.
   *
   * @param login {@code user:password} that is wanted; empty for anybody
   */
  ConnectProxy(int target, String login) throws IOException {
    this.socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.target = target;
    this.login = login;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The addresses to which tunnels were opened. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        return; // It was closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      while (true) {
        var head = head(client.getInputStream());
        if (head.isEmpty()) {
          return;
        }
        if (allowed(head)) {
          asked.add(head.split(" ", 3)[1]);
          tunnel(client);
          return;
        }
        if (login.equals(NOBODY)) {
          write(client.getOutputStream(), "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
          return;
        }
        write(
            client.getOutputStream(),
            """
            HTTP/1.1 407 Proxy Authentication Required\r
            Proxy-Authenticate: Basic realm="here"\r
            Content-Length: 0\r
            \r
            """);
      }
    } catch (IOException _) {
      // One of both has hung up: so does this.
    }
  }

  private boolean allowed(String head) {
    var wanted = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return login.isEmpty() || head.contains("Proxy-Authorization: Basic " + wanted + "\r\n");
  }

  private static String head(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        return "";
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private void tunnel(Socket client) throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      write(client.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
      var back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // One of both has hung up; the other end learns of it by the close.
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
