package dev.rollback.sandbox.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same requests to a real Alertmanager and to the sandbox's: both say the same. */
abstract class AlertmanagerApiContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOBODYS = "00000000-0000-0000-0000-000000000000";
  private static final String PAST = "2026-01-01T00:00:00Z";
  private final String future = Instant.now().plusSeconds(86_400).toString();
  private final String later = Instant.now().plusSeconds(2 * 86_400L).toString();

  private final String name = "p" + UUID.randomUUID().toString().replace("-", "");
  private final HttpClient client = HttpClient.newHttpClient();

  /** What is answered; a body that is no JSON is a missing node. */
  private record Said(int status, JsonNode body) {
    String text() {
      return body.isObject() ? body.path("message").asText() : body.asText();
    }
  }

  protected abstract String base();

  @AfterEach
  final void close() {
    client.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | 422 | comment in body is required",
        "{`comment`:`c`} | 422 | createdBy in body is required",
        "nope | 400 | parsing silence body from",
        "~~ | 422 | silence in body is required",
        "{M,`startsAt`:`PAST`,`endsAt`:`PAST`} | 400 | start time must be before end time",
        "{M,`startsAt`:`2025-01-01T00:00:00Z`,`endsAt`:`PAST`} | 400 | can't be in the past",
        "{M,`startsAt`:`noon`,`endsAt`:`FUTURE`} | 400 | parsing time \"noon\" as",
        "{M,T,`id`:`NOBODYS`} | 404 | silence not found",
        "{C,T,`matchers`:[]} | 422 | matchers in body should have at least 1 items",
        "{C,T,`matchers`:[{`name`:`a`,`value`:``,`isRegex`:false}]} | 400"
            + " | silence invalid: at least one matcher must not match the empty string",
        "{C,T,`matchers`:[{`name`:`a`,`value`:`b*`,`isRegex`:true}]} | 400"
            + " | silence invalid: at least one matcher must not match the empty string",
        "{C,T,`matchers`:[{`name`:`a`,`value`:`(`,`isRegex`:true}]} | 400"
            + " | invalid label matcher 0: invalid regular expression",
        "{C,T,`matchers`:[{`name`:`a b`,`value`:`x`,`isRegex`:false}]} | 400"
            + " | invalid label matcher 0: invalid label name \"a b\"",
        "{C,T,`matchers`:[{`name`:`a`,`value`:`x`}]} | 422"
            + " | matchers.0.isRegex in body is required",
      })
  void whatIsNoSilenceIsRefused(String body, int status, String text) {
    var said = post("/api/v2/silences", body == null ? "" : filled(body));
    assertThat(said.text()).contains(text);
    assertThat(said.status()).isEqualTo(status);
  }

  private String filled(String body) {
    return body.replace("M,", "`matchers`:[" + matcher("x") + "],C,")
        .replace("C,", "`createdBy`:`me`,`comment`:`c`,")
        .replace("T,", "`startsAt`:`PAST`,`endsAt`:`FUTURE`,")
        .replace("PAST", PAST)
        .replace("FUTURE", future)
        .replace("NOBODYS", NOBODYS)
        .replace('`', '"');
  }

  private String matcher(String value) {
    return "{`name`:`" + name + "`,`value`:`" + value + "`,`isRegex`:false}";
  }

  @Test
  void aSilenceIsCreatedChangedReplacedAndExpired() {
    var id = create("{M,`startsAt`:`PAST`,`endsAt`:`FUTURE`}");
    var silence = get("/api/v2/silence/" + id).body();
    assertThat(silence.at("/status/state").asText()).isEqualTo("active");
    assertThat(silence.path("startsAt").asText()).isEqualTo(silence.path("updatedAt").asText());
    assertThat(silence.at("/matchers/0").toString())
        .isEqualTo(
            "{\"isEqual\":true,\"isRegex\":false,\"name\":\"" + name + "\",\"value\":\"x\"}");

    var same = "`id`:`" + id + "`,`startsAt`:`" + silence.path("startsAt").asText() + "`,";
    assertThat(create("{M," + same + "`endsAt`:`" + later + "`}")).isEqualTo(id);
    var other = create("{C,`matchers`:[" + matcher("y") + "]," + same + "`endsAt`:`FUTURE`}");
    assertThat(other).isNotEqualTo(id);
    assertThat(state(id)).isEqualTo("expired");
    assertThat(state(other)).isEqualTo("active");

    assertThat(delete(other).status()).isEqualTo(200);
    assertThat(state(other)).isEqualTo("expired");
    assertThat(delete(other).status()).isEqualTo(200);
    assertThat(create("{M," + same + "`endsAt`:`FUTURE`}"))
        .as("of one that has ended")
        .isNotEqualTo(id);
  }

  @Test
  void aSilenceOfLaterIsPendingUntilThen() {
    var id = create("{M,`startsAt`:`FUTURE`,`endsAt`:`" + later + "`}");
    assertThat(state(id)).isEqualTo("pending");
    fire();
    assertThat(alerts("filter=" + encoded(name + "=\"x\"")).get(0).at("/status/state").asText())
        .isEqualTo("active");
    delete(id);
    assertThat(state(id)).isEqualTo("expired");
  }

  @Test
  void idsThatAreNone() {
    assertThat(delete(NOBODYS)).isEqualTo(new Said(500, JSON.valueToTree("silence not found")));
    assertThat(delete("zzz").status()).isEqualTo(422);
    assertThat(delete("zzz").text()).isEqualTo("silenceID in path must be of type uuid: \"zzz\"");
    assertThat(get("/api/v2/silence/" + NOBODYS).status()).isEqualTo(404);
    assertThat(get("/api/v2/none").text()).isEqualTo("path /api/v2/none was not found");
  }

  @Test
  void filtersOfSilencesAreTheirMatchers() {
    create("{M,`startsAt`:`PAST`,`endsAt`:`FUTURE`}");
    assertThat(silences(name + "=x")).hasSize(1);
    assertThat(silences(name + "=\"x\"")).hasSize(1);
    assertThat(silences(name + "=~\"x|y\"")).isEmpty();
    assertThat(silences(name + "!=\"y\"")).isEmpty();
    var bad = get("/api/v2/silences?filter=" + encoded("="));
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.text()).isEqualTo("bad matcher format: =");
  }

  @Test
  void anAlertFiresUntilItIsResolvedAndMayBeSilenced() {
    fire();
    var filter = "filter=" + encoded(name + "=\"x\"");
    var alert = alerts(filter).get(0);
    assertThat(alert.at("/status/state").asText()).isEqualTo("active");
    assertThat(alert.at("/labels/" + name).asText()).isEqualTo("x");
    assertThat(alerts(filter + "&filter=" + encoded("none=\"\""))).hasSize(1);
    assertThat(alerts(filter + "&filter=" + encoded("job!~\"a.*\""))).isEmpty();
    assertThat(alerts(filter + "&active=false")).isEmpty();

    var id = create("{M,`startsAt`:`PAST`,`endsAt`:`FUTURE`}");
    assertThat(alerts(filter + "&silenced=false")).isEmpty();
    delete(id);
    post("/api/v2/alerts", alert("\"endsAt\":\"" + PAST + "\",\"startsAt\":\"" + PAST + "\","));
    assertThat(alerts(filter)).isEmpty();
  }

  @Test
  void whatIsNoAlertIsRefused() {
    assertThat(post("/api/v2/alerts", "[{}]").text()).isEqualTo("0.labels in body is required");
    assertThat(post("/api/v2/alerts", "[{\"labels\":{}}]").text())
        .isEqualTo("at least one label pair required");
    assertThat(post("/api/v2/alerts", "[{\"labels\":{\"a b\":\"c\"}}]").text())
        .isEqualTo("invalid label set: invalid name \"a b\"");
    assertThat(get("/api/v2/alerts?filter=x").text()).isEqualTo("bad matcher format: x");
  }

  private void fire() {
    assertThat(post("/api/v2/alerts", alert("")).status()).isEqualTo(200);
  }

  private String alert(String more) {
    return "[{" + more + "\"labels\":{\"" + name + "\":\"x\",\"job\":\"abc\"}}]";
  }

  private String create(String body) {
    var said = post("/api/v2/silences", filled(body));
    assertThat(said.status()).as(said.toString()).isEqualTo(200);
    return said.body().path("silenceID").asText();
  }

  private String state(String id) {
    return get("/api/v2/silence/" + id).body().at("/status/state").asText();
  }

  private JsonNode silences(String filter) {
    return get("/api/v2/silences?filter=" + encoded(filter)).body();
  }

  private JsonNode alerts(String parameters) {
    return get("/api/v2/alerts?" + parameters).body();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Said get(String target) {
    return send(HttpRequest.newBuilder(uri(target)));
  }

  private Said delete(String id) {
    return send(HttpRequest.newBuilder(uri("/api/v2/silence/" + id)).DELETE());
  }

  private Said post(String target, String body) {
    return send(
        HttpRequest.newBuilder(uri(target))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private URI uri(String target) {
    return URI.create(base() + target);
  }

  private Said send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      return new Said(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
