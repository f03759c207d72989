package dev.rollback.adapter.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code git http-backend} behind a web server on a free loopback port, for users who log in. */
public final class GitHttp implements AutoCloseable {
  public static final String USER = "oncall";
  public static final String TOKEN = "t0ken-of-the-user";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Path folder;
  private final Map<String, String> environment;

  /** The Authorization headers that came with each request; none as an empty list. */
  final List<List<String>> credentials = new CopyOnWriteArrayList<>();

  /** Serves the repositories of a folder; below {@code /403/} and the like it answers that. */
  public GitHttp(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The URL of a repository. */
  public String url(String path) {
    return "http://" + host() + "/" + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      if (path.matches("/[345]\\d\\d/.*")) {
        exchange.sendResponseHeaders(Integer.parseInt(path.substring(1, 4)), -1);
        return;
      }
      var sent =
          Optional.ofNullable(exchange.getRequestHeaders().get("Authorization")).orElse(List.of());
      credentials.add(List.copyOf(sent));
      var wanted = Base64.getEncoder().encodeToString((USER + ":" + TOKEN).getBytes(UTF_8));
      if (!sent.equals(List.of("Basic " + wanted))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      backend(exchange);
    }
  }

  private void backend(HttpExchange exchange) throws IOException {
    var builder = new ProcessBuilder("git", "http-backend");
    var headers = exchange.getRequestHeaders();
    var variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    variables.put("GIT_PROJECT_ROOT", folder.toString());
    variables.put("GIT_HTTP_EXPORT_ALL", "1");
    variables.put("REMOTE_USER", USER);
    variables.put("REQUEST_METHOD", exchange.getRequestMethod());
    variables.put("PATH_INFO", exchange.getRequestURI().getPath());
    variables.put(
        "QUERY_STRING", Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    header(headers.getFirst("Content-Type")).ifPresent(v -> variables.put("CONTENT_TYPE", v));
    header(headers.getFirst("Content-Encoding"))
        .ifPresent(v -> variables.put("HTTP_CONTENT_ENCODING", v));
    header(headers.getFirst("Git-Protocol")).ifPresent(v -> variables.put("GIT_PROTOCOL", v));
    var body = exchange.getRequestBody().readAllBytes();
    variables.put("CONTENT_LENGTH", Integer.toString(body.length));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(body);
    }
    reply(exchange, process.getInputStream());
  }

  private static Optional<String> header(@org.jspecify.annotations.Nullable String value) {
    return Optional.ofNullable(value);
  }

  /** Header lines, an empty line, the body: the common gateway interface. */
  private static void reply(HttpExchange exchange, InputStream from) throws IOException {
    var status = 200;
    for (var line = line(from); !line.isEmpty(); line = line(from)) {
      var colon = line.indexOf(':');
      var name = line.substring(0, colon);
      var value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Status")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(name, value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    from.transferTo(exchange.getResponseBody());
  }

  private static String line(InputStream from) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = from.read(); b >= 0 && b != '\n'; b = from.read()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
