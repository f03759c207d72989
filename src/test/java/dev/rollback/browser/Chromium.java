package dev.rollback.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless browser of its own, with an empty profile, that ends with {@link #close}. */
public final class Chromium implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Path profile;
  private final Process process;
  private final DevTools tools;
  private final Map<String, Page> pages = new ConcurrentHashMap<>();

  private Chromium(Path profile, Process process, URI address) {
    this.profile = profile;
    this.process = process;
    this.tools = new DevTools(address, this::happened);
  }

  /** The browser that is installed, if there is one on PATH. */
  public static Optional<Path> installed() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it; it asks nothing of any other machine. */
  public static Chromium start(Path binary) throws IOException {
    var profile = Files.createTempDirectory("chromium-");
    var process =
        new ProcessBuilder(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--font-render-hinting=none",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    return new Chromium(profile, process, address(process));
  }

  private static URI address(Process process) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      var found = LISTENING.matcher(line);
      if (found.find()) {
        Thread.ofVirtual().start(() -> drop(out));
        return URI.create(found.group(1));
      }
    }
    throw new IOException("the browser ended before it could be reached");
  }

  /** What it says later is read and dropped, so that it never waits for a reader. */
  private static void drop(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // until it ends
      }
    } catch (IOException _) {
      // it was ended
    }
  }

  /** How a page is looked at. */
  public record View(int width, int height, double scale, boolean dark) {}

  /** Opens a page and waits until it is loaded. */
  public Page open(URI address, View view) {
    var target =
        tools.send("", "Target.createTarget", object().put("url", "about:blank")).get("targetId");
    var attach = object().put("flatten", true);
    attach.set("targetId", target);
    var session = tools.send("", "Target.attachToTarget", attach).get("sessionId").asText();
    var page = new Page(tools, session);
    pages.put(session, page);
    page.open(address, view);
    return page;
  }

  private void happened(JsonNode event) {
    var page = pages.get(event.path("sessionId").asText());
    if (page != null) {
      page.happened(event.path("method").asText(), event.path("params"));
    }
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() throws IOException {
    tools.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(Chromium::delete);
    }
  }

  /** A process that is still ending may remove its files itself. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
