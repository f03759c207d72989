package dev.rollback.adapter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.Connection;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Risk;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.PlanTime;
import dev.rollback.shape.Shapes;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Asked;
import dev.rollback.web.TestSite.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to a real HTTP server: sent once, or it is said that nobody knows. */
class NotifyTest {
  private static final String PATH = "/services/T000/B000/hush-hush-4711";
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123456Z");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final SecretRef URL = new SecretRef.Env("HOOK");

  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  private final Pace pace =
      new Pace() {
        @Override
        public void pause(Duration time) {
          pauses.add(time);
        }

        @Override
        public InstantSource clock() {
          return () -> Instant.parse("2026-11-22T08:00:00Z");
        }
      };

  @Test
  void whatIsPreviewedIsWhatIsSent() {
    try (var site = answering(200)) {
      var slack = slack("Rolling back \"grid\"\nnow é");
      assertThat(send(site, slack)).isEqualTo("accepted: HTTP 200 said 200");
      var sent = site.asked().getFirst();
      assertThat(sent.method() + " " + sent.target()).isEqualTo("POST " + PATH);
      assertThat(slack.preview())
          .isEqualTo(
              "POST, Idempotency-Key: %s, Content-Type: application/json\n%s"
                  .formatted(sent.header("Idempotency-Key"), sent.body()));
      assertThat(sent.header("Content-Type")).isEqualTo("application/json");
      assertThat(sent.body())
          .startsWith("{\"text\":\"Rolling back \\\"grid\\\"\\nnow é\\n`event ")
          .contains(sent.header("Idempotency-Key"));
    }
  }

  @Test
  void aMappingCarriesItsEventAndATextDoesNot() {
    try (var site = answering(204)) {
      var tree = JSON.objectNode().put("summary", "down");
      send(site, webhook(tree, "event-id"));
      send(site, webhook(tree, "dedup_key"));
      send(site, webhook(JSON.textNode("two\nlines"), "event-id"));
      send(site, webhook(JSON.arrayNode().add(1), ""));
      var asked = site.asked();
      assertThat(asked.stream().map(Asked::body))
          .containsExactly(
              "{\"summary\":\"down\",\"event-id\":\"" + key(asked.getFirst()) + "\"}",
              "{\"summary\":\"down\",\"dedup_key\":\"" + key(asked.get(1)) + "\"}",
              "two\nlines",
              "[1]");
      assertThat(asked.get(2).header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
      assertThat(tree.size()).as("the input itself is left alone").isEqualTo(1);
    }
  }

  private static String key(Asked asked) {
    return asked.header("Idempotency-Key");
  }

  @Test
  void anEventIsTheSameInOnePlanAndAnotherOneInTheNext() {
    var one = slack("text").target();
    assertThat(slack("text").target()).isEqualTo(one);
    assertThat(slack("other").target()).isNotEqualTo(one);
    var second = new Slack("text", Optional.of("second"), new PlanTime(NOW));
    assertThat(second.target()).isNotEqualTo(one);
    var later = new Slack("text", Optional.empty(), new PlanTime(NOW.plusNanos(1000)));
    assertThat(later.target()).isNotEqualTo(one);
    assertThat(webhook(JSON.textNode("text"), "").target()).isNotEqualTo(one);
  }

  @Test
  void whatCertainlyWasNotAcceptedIsSentAgain() {
    var replies =
        List.of(
                new Reply(429, "slow down", Map.of("Retry-After", "7")),
                new Reply(503, "busy", Map.of("Retry-After", "Sun, 22 Nov 2026 08:00:20 GMT")),
                new Reply(200, "ok"))
            .iterator();
    try (var site = TestSite.answering(_ -> replies.next())) {
      assertThat(send(site, slack("text"))).isEqualTo("accepted: HTTP 200 ok, at attempt 3");
      assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(20));
      assertThat(told)
          .hasSize(2)
          .first()
          .asString()
          .contains("HTTP 429 slow down", "Sent again in 7 s.")
          .doesNotContain("hush");
      assertThat(site.asked().stream().map(NotifyTest::key).distinct()).hasSize(1);
    }
  }

  @Test
  void aReceiverThatIsAwayIsTriedAFewTimes() {
    var url = TestSite.nowhere() + PATH;
    var failure = failure(url, slack("text"), settings(false));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains("{env: HOOK}", "refused").doesNotContain("hush");
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(failure("http://no-such-host.invalid/x", slack("t"), settings(false)).problem())
        .contains("cannot be resolved");
  }

  @Test
  void whoWantsToWaitTooLongIsNotWaitedFor() {
    try (var site = TestSite.answering(_ -> new Reply(429, "", Map.of("Retry-After", "3600")))) {
      var failure = failure(site.url() + PATH, slack("text"), settings(false));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(site.asked()).hasSize(1);
      assertThat(pauses).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 403, 404, 410})
  void whatIsRefusedIsNotSentAgainAndTheUrlIsNotRepeated(int status) {
    try (var site =
        TestSite.answering(asked -> new Reply(status, "no hook at " + asked.target()))) {
      var failure = failure(site.url() + PATH, slack("text"), settings(true));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(failure.problem())
          .contains("{env: HOOK}", "HTTP " + status, "no hook at ***")
          .doesNotContain("hush");
      assertThat(failure.advice()).isPresent();
      assertThat(site.asked()).hasSize(1);
    }
  }

  @Test
  void nothingIsSentOrAwaitedAfterTheTimeoutOfTheStep() {
    try (var site = answering(429)) {
      var failure = failureWithin(Duration.ofSeconds(2), site);
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
      assertThat(site.asked()).hasSize(3);
    }
    try (var site = TestSite.silent()) {
      var failure = failureWithin(Duration.ofSeconds(1), site);
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
      assertThat(failure.problem()).contains("within PT1S");
      assertThat(site.asked()).hasSize(1);
    }
  }

  /** The clock goes on only while it waits between two attempts. */
  private SystemException failureWithin(Duration patience, TestSite site) {
    pauses.clear();
    var waiting =
        new Pace() {
          @Override
          public void pause(Duration time) {
            pauses.add(time);
          }

          @Override
          public InstantSource clock() {
            return () -> pauses.stream().reduce(NOW, Instant::plus, (_, later) -> later);
          }
        };
    var settings = settings(false, Duration.ofSeconds(30));
    try (var connection =
        new NotifyAdapter(Path.of(""), waiting).connect(settings, secrets(site.url() + PATH))) {
      return catchThrowableOfType(
          SystemException.class,
          () -> slack("text").execute(connection.writer(), patience, told::add));
    }
  }

  /** Whoever does not know the event by its id would show the message twice. */
  @Test
  void whatMayHaveBeenAcceptedIsNotSentAgain() {
    try (var site = answering(500)) {
      assertUnknownAfterOne(site);
    }
    try (var site = TestSite.silent()) {
      assertUnknownAfterOne(site);
    }
    try (var site = TestSite.hangingUp()) {
      assertUnknownAfterOne(site);
    }
    assertThat(pauses).isEmpty();
  }

  private void assertUnknownAfterOne(TestSite site) {
    var hurried = settings(false, Duration.ofSeconds(1));
    var failure = failure(site.url() + PATH, slack("text"), hurried);
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(failure.problem()).doesNotContain("hush");
    assertThat(site.asked()).hasSize(1);
  }

  @Test
  void aReceiverThatKnowsEventsIsSentTheSameOneAgain() {
    Iterator<Reply> replies =
        List.of(new Reply(502, "bad gateway"), new Reply(200, "seen")).iterator();
    try (var site = TestSite.answering(_ -> replies.next())) {
      assertThat(send(site.url() + PATH, slack("text"), settings(true)))
          .isEqualTo("accepted: HTTP 200 seen, at attempt 2");
      assertThat(site.asked().stream().map(NotifyTest::key).distinct()).hasSize(1);
    }
    try (var site = answering(500)) {
      assertThat(failure(site.url() + PATH, slack("t"), settings(true)).effect())
          .isEqualTo(SystemException.Effect.UNKNOWN);
      assertThat(site.asked()).hasSize(4);
    }
  }

  @Test
  void aLaterRefusalDoesNotSettleAnEarlierDoubt() {
    Iterator<Reply> replies = List.of(new Reply(500, "?"), new Reply(404, "gone")).iterator();
    try (var site = TestSite.answering(_ -> replies.next())) {
      var failure = failure(site.url() + PATH, slack("text"), settings(true));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
      assertThat(failure.problem()).contains("HTTP 500 ?", "A later attempt", "HTTP 404 gone");
    }
  }

  @Test
  void reachingItSendsNothing() {
    try (var site = answering(200);
        var connection = connect(site.url() + PATH, settings(false))) {
      assertThat(connection.ping()).startsWith("127.0.0.1:");
      assertThat(connection.reader().usable()).isInstanceOf(Finding.Met.class);
      assertThat(connection.address()).isEqualTo("the webhook in {env: HOOK}");
      assertThat(site.asked()).isEmpty();
    }
    try (var away = connect(TestSite.nowhere() + PATH, settings(false))) {
      assertThatThrownBy(away::ping)
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("Nothing answers at the webhook in {env: HOOK}")
          .hasMessageNotContaining("hush");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hush-hush", "ftp://h/hush", "https://u:hush@h/x", "http://h/hush hush"})
  void whatIsNoUrlIsFoundBeforeStepOne(String url) {
    try (var connection = connect(url, settings(false))) {
      var finding = slack("t").requirements().getFirst().probe().apply(connection.reader());
      assertThat(finding)
          .isInstanceOfSatisfying(
              Finding.Missing.class,
              m -> assertThat(m.why()).contains("{env: HOOK}").doesNotContain("hush"));
    }
  }

  @Test
  void inputsThatAreNoMessage() {
    assertThatThrownBy(() -> slack(" ")).hasMessageContaining("empty");
    assertThatThrownBy(() -> slack("x".repeat(30_001))).hasMessageContaining("30,000");
    assertThatThrownBy(() -> webhook(JSON.nullNode(), "")).hasMessageContaining("empty");
    var taken = JSON.objectNode().put("id", "mine");
    assertThatThrownBy(() -> webhook(taken, "id")).hasMessageContaining("`event-field`");
    assertThat(slack("t").risk()).isEqualTo(Risk.REVERSIBLE);
    assertThat(harm(Webhook.Harm.DESTRUCTIVE).risk()).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(harm(Webhook.Harm.DISRUPTIVE).risk()).isEqualTo(Risk.DISRUPTIVE);
  }

  private static Webhook harm(Webhook.Harm harm) {
    return new Webhook(JSON.textNode("x"), "", Optional.empty(), harm, new PlanTime(NOW));
  }

  @Test
  void aProxyThatIsNoneIsFoundWhenTheFileIsRead() {
    var settings =
        new NotifySettings(
            URL,
            Optional.empty(),
            Map.of(),
            false,
            4,
            Optional.empty(),
            Optional.of("proxy:3128"),
            Duration.ofSeconds(5));
    assertThatThrownBy(() -> new NotifyAdapter(Path.of("")).validate(settings))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("`proxy` cannot be used");
  }

  @Test
  void everythingIsDescribed() {
    for (var type : new NotifyAdapter(Path.of("")).steps()) {
      assertThat(Shapes.ofRecord(type.inputs()).components())
          .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
    }
  }

  private static TestSite answering(int status) {
    return TestSite.answering(_ -> new Reply(status, status == 204 ? "" : "said " + status));
  }

  private static Slack slack(String text) {
    return new Slack(text, Optional.empty(), new PlanTime(NOW));
  }

  private static Webhook webhook(JsonNode body, String field) {
    return new Webhook(body, field, Optional.empty(), Webhook.Harm.REVERSIBLE, new PlanTime(NOW));
  }

  private static NotifySettings settings(boolean idempotent) {
    return settings(idempotent, Duration.ofSeconds(30));
  }

  private static NotifySettings settings(boolean idempotent, Duration timeout) {
    return new NotifySettings(
        URL,
        Optional.empty(),
        Map.of(),
        idempotent,
        4,
        Optional.empty(),
        Optional.empty(),
        timeout);
  }

  private static Secrets secrets(String url) {
    return _ -> Sensitive.of(url);
  }

  private Connection<NotifyReader, NotifyWriter> connect(String url, NotifySettings settings) {
    return new NotifyAdapter(Path.of(""), pace).connect(settings, secrets(url));
  }

  private String send(TestSite site, OneWayAction<NotifyReader, NotifyWriter> action) {
    return send(site.url() + PATH, action, settings(false));
  }

  private String send(
      String url, OneWayAction<NotifyReader, NotifyWriter> action, NotifySettings settings) {
    try (var connection = connect(url, settings)) {
      return action.execute(connection.writer(), told::add);
    }
  }

  private SystemException failure(
      String url, OneWayAction<NotifyReader, NotifyWriter> action, NotifySettings settings) {
    var failure = catchThrowableOfType(SystemException.class, () -> send(url, action, settings));
    assertThat(failure).isNotNull();
    assertThat(failure.advice()).isPresent();
    return failure;
  }
}
