package dev.rollback.adapter.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.Connection;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.sandbox.alertmanager.AlertmanagerServer;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Asked;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What stands in front of an Alertmanager, which has no permissions of its own: it counts writes
 * and lets through what is permitted. And the other way to the same server, past it.
 */
public final class AlertmanagerGate implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is lost of a write: all of it, or only what the server says. */
  public enum Loss {
    /** The server never sees it. */
    REQUEST,
    /** The server does it, and nobody learns so. */
    ANSWER
  }

  private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();
  private final String upstream;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final AtomicLong writes = new AtomicLong();
  private final TestSite site = TestSite.answering(this::pass);

  /** A gate to this server. */
  public AlertmanagerGate(String upstream) {
    this.upstream = upstream;
  }

  /** The sandbox's Alertmanager, for one test. */
  public static AlertmanagerServer server() {
    try {
      return AlertmanagerServer.start(Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its base URL. */
  public String url() {
    return site.url();
  }

  /** A connection through it. */
  public Connection<AlertmanagerReader, AlertmanagerWriter> connect() {
    return new AlertmanagerAdapter(Path.of(""))
        .connect(new AlertmanagerSettings(url()), _ -> Sensitive.of("unused"));
  }

  private Reply pass(Asked asked) {
    if (denied.contains(asked.method())) {
      return new Reply(403, "forbidden by the gate");
    }
    var loss = asked.method().equals("GET") ? null : losses.poll();
    if (loss == Loss.REQUEST) {
      return Reply.NONE;
    }
    var reply = exchange(asked.method(), asked.target(), asked.body());
    if (!asked.method().equals("GET") && reply.status() == 200) {
      writes.incrementAndGet();
    }
    return loss == Loss.ANSWER ? Reply.NONE : reply;
  }

  private Reply exchange(String method, String target, String body) {
    try {
      var response =
          client.send(
              HttpRequest.newBuilder(URI.create(upstream + target))
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The line breaks in the next write. */
  public void lose(Loss loss) {
    losses.add(loss);
  }

  /** From now on requests of this method are forbidden. */
  public void deny(String method) {
    denied.add(method);
  }

  /** No longer. */
  public void permit(String method) {
    denied.remove(method);
  }

  /** How many writes the server has taken through the gate. */
  public long writes() {
    return writes.get();
  }

  /** Somebody else silences these exact labels. */
  public void silence(Map<String, String> labels, Instant ends, String owner, String comment) {
    var json = JsonNodeFactory.instance.objectNode();
    var matchers = json.putArray("matchers");
    labels.forEach(
        (name, value) ->
            matchers
                .addObject()
                .put("name", name)
                .put("value", value)
                .put("isRegex", false)
                .put("isEqual", true));
    json.put("startsAt", Instant.now().toString())
        .put("endsAt", ends.toString())
        .put("createdBy", owner)
        .put("comment", comment);
    require(exchange("POST", "/api/v2/silences", json.toString()));
  }

  /** An alert with these labels fires. */
  public void fire(Map<String, String> labels) {
    var json = JsonNodeFactory.instance.arrayNode();
    var alert = json.addObject().putObject("labels");
    labels.forEach(alert::put);
    require(exchange("POST", "/api/v2/alerts", json.toString()));
  }

  /** The silences in force that have this text somewhere, without what differs each time. */
  public Set<String> silences(String part) {
    var found = new TreeSet<String>();
    for (var silence : active(part)) {
      found.add(
          "%s until %s by %s: %s"
              .formatted(
                  silence.path("matchers"),
                  silence.path("endsAt").asText(),
                  silence.path("createdBy").asText(),
                  silence.path("comment").asText()));
    }
    return found;
  }

  /** Ends all silences that have this text somewhere. */
  public void expire(String part) {
    for (var silence : active(part)) {
      require(exchange("DELETE", "/api/v2/silence/" + silence.path("id").asText(), ""));
    }
  }

  private Iterable<JsonNode> active(String part) {
    try {
      var all = JSON.readTree(require(exchange("GET", "/api/v2/silences", "")).body());
      return all.valueStream()
          .filter(s -> !s.at("/status/state").asText().equals("expired"))
          .filter(s -> s.toString().contains(part))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply require(Reply reply) {
    if (reply.status() != 200) {
      throw new IllegalStateException("HTTP " + reply.status() + " " + reply.body());
    }
    return reply;
  }

  @Override
  public void close() {
    site.close();
    client.shutdownNow();
  }
}
