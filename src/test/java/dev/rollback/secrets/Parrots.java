package dev.rollback.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.adapter.alertmanager.AlertmanagerGate;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Services that repeat whatever they are sent, as the worst of them do in their errors. */
final class Parrots implements AutoCloseable {
  /** How much of an answer is shown, less what shows the beginning of a secret only. */
  private static final int BEFORE_THE_CUT = 170;

  /** How they answer. */
  enum Mood {
    WELL,
    /** The metrics come with a warning that repeats what was sent. */
    DOUBTFUL,
    /** Messages are answered by an error that repeats what was sent. */
    DEAF,
    /** Everything is, and the credentials come first. */
    REFUSING,
    /** Everything is, with the credentials just where a long answer is cut. */
    REFUSING_LATE
  }

  /** A service. */
  record Site(TestSite site) {
    String url() {
      return site.url();
    }

    int port() {
      return URI.create(site.url()).getPort();
    }

    @Override
    public String toString() {
      return url();
    }
  }

  private final AlertmanagerServer silences = AlertmanagerGate.server();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Site metrics = new Site(TestSite.answering(a -> reply(a, measured(a))));
  private final Site alerts = new Site(TestSite.answering(a -> reply(a, passedOn(a))));
  private final Site receiver = new Site(TestSite.answering(a -> reply(a, told(a))));
  private final Site service = new Site(TestSite.answering(a -> reply(a, json(a))));
  private volatile Mood mood = Mood.WELL;

  /** As Prometheus. */
  Site metrics() {
    return metrics;
  }

  /** As Alertmanager. */
  Site alerts() {
    return alerts;
  }

  /** Of messages. */
  Site receiver() {
    return receiver;
  }

  /** The one that users use. */
  Site service() {
    return service;
  }

  /** From now on they answer so. */
  void become(Mood how) {
    mood = how;
  }

  /** All that arrived, as the services understand it. */
  String heard() {
    var heard = new StringBuilder();
    for (var site : List.of(metrics, alerts, receiver, service)) {
      for (var asked : site.site().asked()) {
        heard.append(all(asked)).append('\n').append(login(asked)).append('\n');
        heard.append(java.net.URLDecoder.decode(asked.body(), UTF_8)).append('\n');
      }
    }
    return heard.toString();
  }

  private static String login(Asked asked) {
    var sent = asked.header("Authorization");
    return sent.startsWith("Basic ")
        ? new String(Base64.getDecoder().decode(sent.substring(6)), UTF_8)
        : sent;
  }

  private Reply reply(Asked asked, Reply usual) {
    return switch (mood) {
      case WELL, DOUBTFUL -> usual;
      case DEAF -> asked.target().startsWith("/services") ? late(asked) : usual;
      case REFUSING -> new Reply(500, all(asked), repeated(asked));
      case REFUSING_LATE -> late(asked);
    };
  }

  private static Reply late(Asked asked) {
    return new Reply(
        500, "x".repeat(BEFORE_THE_CUT) + asked.header("Authorization") + asked.target());
  }

  private static Map<String, String> repeated(Asked asked) {
    return Map.of("X-Repeated", asked.header("Authorization") + asked.header("X-Key"));
  }

  private static String all(Asked asked) {
    var headers =
        asked.headers().entrySet().stream()
            .map(e -> e.getKey() + ": " + String.join(", ", e.getValue()))
            .toList();
    return Stream.of(
            asked.header("Authorization"),
            asked.header("X-API-Key"),
            asked.header("X-Key"),
            asked.target(),
            asked.body(),
            headers.toString())
        .reduce("", (a, b) -> a + b + "\n");
  }

  private static Reply told(Asked asked) {
    return new Reply(200, "ok " + all(asked), repeated(asked));
  }

  private static Reply json(Asked asked) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("token", "made up").put("echo", all(asked)).put("sent", asked.body());
    return new Reply(200, body.toString(), repeated(asked));
  }

  private Reply measured(Asked asked) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("status", "success");
    if (mood == Mood.DOUBTFUL) {
      body.putArray("warnings").add(all(asked));
    }
    body.putObject("data").put("resultType", "scalar").putArray("result").add(20).add("0.5");
    return new Reply(200, body.toString());
  }

  private Reply passedOn(Asked asked) {
    try {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(silences.uri() + asked.target()))
                  .header("Content-Type", "application/json")
                  .method(asked.method(), HttpRequest.BodyPublishers.ofString(asked.body()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    Stream.of(metrics, alerts, receiver, service).forEach(s -> s.site().close());
    silences.close();
    client.shutdownNow();
  }
}
