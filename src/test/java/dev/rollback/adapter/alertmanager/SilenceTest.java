package dev.rollback.adapter.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Move;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.adapter.alertmanager.Silence.State;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.Mover;
import dev.rollback.run.Tenure;
import dev.rollback.sandbox.alertmanager.AlertmanagerServer;
import dev.rollback.shape.PlanTime;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code alertmanager.silence}: what it refuses, what it tells, and how it ends. */
class SilenceTest {
  private static final Map<String, String> LABELS = Map.of("alertname", "High \"rate\"\n of é");

  private final Instant now = Instant.now();
  private final AlertmanagerServer server = AlertmanagerGate.server();
  private final AlertmanagerGate gate = new AlertmanagerGate(server.uri().toString());
  private final Connection<AlertmanagerReader, AlertmanagerWriter> connection = gate.connect();

  @AfterEach
  void close() {
    connection.close();
    gate.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".*",
        ".+",
        "",
        "a*",
        "x|",
        "[a-z]+",
        "\\w+",
        "\\d+",
        "[^x]*",
        "(?i)[a-z]+",
        ".*-.*",
        "(.|\\n)+",
        "[\\s\\S]+",
        "(?s).+",
        "grid-.*|.*"
      })
  void anExpressionThatMatchesNearlyEverythingIsRefused(String expression) {
    assertThatThrownBy(() -> new Matcher("job", expression, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("job");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid-.*", ".*prod.*", "a|b", "db-[0-9]+", "(?i)grid", ".*-eu-west-1"})
  void anExpressionWithATextInItIsTaken(String expression) {
    assertThat(new Matcher("job", expression, true).text()).startsWith("job=~\"");
  }

  @Test
  void inputsThatNobodyAnswersForOrThatSilenceEverything() {
    assertRefused(Map.of(), Map.of(), "PT5M", "me", "why", "every alert");
    assertRefused(Map.of("a", ""), Map.of(), "PT5M", "me", "why", "is empty");
    assertRefused(Map.of("a", "x.*"), Map.of(), "PT5M", "me", "why", "match-regex");
    assertRefused(Map.of("a-b", "x"), Map.of(), "PT5M", "me", "why", "no name of a label");
    assertRefused(Map.of("a", "x"), Map.of("a", "y"), "PT5M", "me", "why", "and in `match-regex`");
    assertRefused(Map.of(), Map.of("a", "("), "PT5M", "me", "why", "no regular expression");
    assertRefused(Map.of("a", "x"), Map.of(), "PT5S", "me", "why", "ten seconds");
    assertRefused(Map.of("a", "x"), Map.of(), "PT5M", " ", "why", "not empty");
    assertRefused(Map.of("a", "x"), Map.of(), "PT5M", "me", "", "not empty");
  }

  private void assertRefused(
      Map<String, String> match,
      Map<String, String> regex,
      String duration,
      String owner,
      String comment,
      String why) {
    assertThatThrownBy(
            () ->
                new Silence(
                    match, regex, Duration.parse(duration), owner, comment, new PlanTime(now)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void itTellsWhichAlertsItSilencesNow() {
    var silence = silence("PT30M");
    assertThat(observe(silence).notes())
        .containsExactly("it matches none of the alerts that fire now");
    gate.fire(Map.of("alertname", LABELS.get("alertname"), "job", "grid", "instance", "a:1"));
    assertThat(observe(silence).notes().getFirst())
        .isEqualTo(
            "it silences 1 of the 1 alerts that fire now: %s (instance a:1, job grid)"
                .formatted(LABELS.get("alertname")));
    for (var i = 0; i < 6; i++) {
      gate.fire(Map.of("alertname", LABELS.get("alertname"), "instance", "b:" + i));
    }
    assertThat(observe(silence).notes().getFirst())
        .contains("7 of the 7", "which is every one", "and 2 more");
    gate.fire(Map.of("alertname", "Another"));
    assertThat(observe(silence).notes().getFirst()).contains("7 of the 8").doesNotContain("every");
  }

  @Test
  void somebodyElsesSilenceOfTheSameIsTold() {
    gate.silence(LABELS, now.plusSeconds(600), "bob", "a deployment");
    assertThat(observe(silence("PT30M")).notes())
        .anyMatch(n -> n.startsWith("bob has silenced the same until") && n.contains("deployment"));
    assertThat(observe(silence("PT30M")).state().until()).isEmpty();
  }

  @Test
  void oneThatIsThereIsExtendedAndNeverShortened() {
    var half = silence("PT30M");
    move(half, observe(half).state(), half.desired(observe(half).state()));
    var hour = silence("PT60M");
    var before = observe(hour).state();
    assertThat(before.until()).contains(end("PT30M"));
    var after = hour.desired(before);
    move(hour, before, after);
    assertThat(gate.silences("silence-test")).singleElement().asString().contains("until");
    assertThat(half.desired(after)).isEqualTo(after);
    move(hour, after, before);
    assertThat(observe(hour).state().until()).contains(end("PT30M"));
  }

  @Test
  void twoThatWereMadeAtTheSameTimeAreOne() {
    var silence = silence("PT60M");
    gate.silence(LABELS, now.plusSeconds(600), "silence-test", "why");
    gate.silence(LABELS, now.plusSeconds(1200), "silence-test", "why");
    var before = observe(silence).state();
    assertThat(before.until()).contains(now.plusSeconds(1200).truncatedTo(ChronoUnit.SECONDS));
    move(silence, before, silence.desired(before));
    assertThat(gate.silences("silence-test")).hasSize(1);
    move(silence, silence.desired(before), new State(Optional.empty()));
    assertThat(gate.silences("silence-test")).isEmpty();
  }

  @Test
  void anEndThatIsPastIsRefusedAndNothingToGoBackTo() {
    var late =
        new Silence(
            LABELS,
            Map.of(),
            Duration.ofMinutes(5),
            "silence-test",
            "why",
            new PlanTime(now.minusSeconds(3600)));
    var none = observe(late);
    assertThatThrownBy(() -> late.write(none, late.desired(none.state()), connection.writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("ended already");
    var silence = silence("PT30M");
    move(silence, none.state(), silence.desired(none.state()));
    var past = new State(Optional.of(now.minusSeconds(60)));
    silence.write(observe(silence), past, connection.writer());
    assertThat(observe(silence).state().until()).isEmpty();
    assertThat(silence.ready(past, connection.reader())).isInstanceOf(Readiness.Ready.class);
    assertThat(silence.ready(silence.desired(past), connection.reader()))
        .isInstanceOf(Readiness.Stuck.class);
  }

  @Test
  void longerThanOneMayLastIsRefused() {
    var failure = catchThrowableOfType(SystemException.class, () -> observe(silence("PT25H")));
    assertThat(failure.problem()).contains("PT25H", "PT24H");
    assertThat(failure.advice()).get().asString().contains("`longest`");
  }

  @Test
  void whatTheServerSaysIsTold() {
    assertThat(failing(401, "who are you")).contains("does not let this user", "HTTP 401 who");
    assertThat(failing(404, "404 page not found")).contains("does not answer as Alertmanager");
    assertThat(failing(200, "<html>")).contains("does not answer as Alertmanager");
    assertThat(failing(200, "[{\"id\":\"a\",\"startsAt\":\"noon\"}]")).contains("a silence is");
    try (var away = connect(TestSite.nowhere())) {
      assertThat(problem(away)).contains("Nothing answers at");
    }
    try (var site = TestSite.silent();
        var silent = connect(site.url(), Duration.ofMillis(500))) {
      assertThat(problem(silent)).contains("No complete answer");
    }
  }

  /** A write that was sent and not answered is asked for; one that was refused had no effect. */
  @Test
  void aWriteThatIsRefusedAndOneOfWhichNoAnswerComes() {
    var silence = silence("PT30M");
    gate.deny("POST");
    assertThat(writing(connection, silence).effect()).isEqualTo(SystemException.Effect.NONE);
    try (var site =
            TestSite.answering(
                asked ->
                    asked.method().equals("GET")
                        ? new Reply(200, asked.target().contains("status") ? "{}" : "[]")
                        : new Reply(500, "\"disk full\""));
        var broken = connect(site.url())) {
      var failure = writing(broken, silence);
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
      assertThat(failure.problem()).contains("disk full");
    }
  }

  @Test
  void theConnectionTellsWhatItIsAndItsTime() {
    assertThat(connection.ping()).isEqualTo("Alertmanager 0.25.0");
    assertThat(connection.time().orElseThrow().at())
        .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(1));
  }

  private static SystemException writing(
      Connection<AlertmanagerReader, AlertmanagerWriter> connection, Silence silence) {
    var from = Observed.of(new State(Optional.empty()), "none");
    var to = silence.desired(from.state());
    return catchThrowableOfType(
        SystemException.class, () -> silence.write(from, to, connection.writer()));
  }

  private String failing(int status, String body) {
    try (var site = TestSite.answering(_ -> new Reply(status, body));
        var connection = connect(site.url())) {
      return problem(connection);
    }
  }

  private String problem(Connection<AlertmanagerReader, AlertmanagerWriter> connection) {
    var failure =
        catchThrowableOfType(
            SystemException.class, () -> silence("PT30M").observe(connection.reader()));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).isPresent();
    return failure.problem();
  }

  private static Connection<AlertmanagerReader, AlertmanagerWriter> connect(String base) {
    return connect(base, Duration.ofSeconds(30));
  }

  private static Connection<AlertmanagerReader, AlertmanagerWriter> connect(
      String base, Duration timeout) {
    return new AlertmanagerAdapter(Path.of(""))
        .connect(
            new AlertmanagerSettings(
                base,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                timeout,
                Duration.ofHours(24)),
            _ -> Sensitive.of("unused"));
  }

  private Instant end(String duration) {
    return now.plus(Duration.parse(duration)).truncatedTo(ChronoUnit.SECONDS);
  }

  private Silence silence(String duration) {
    return new Silence(
        LABELS, Map.of(), Duration.parse(duration), "silence-test", "why", new PlanTime(now));
  }

  private Observed<State> observe(Silence silence) {
    return silence.observe(connection.reader());
  }

  private void move(Silence silence, State from, State to) {
    var mover = new Mover<>(silence, (_, _) -> {}, Tenure.undisputed()::confirm);
    assertThat(mover.move(from, to, connection.writer(), dev.rollback.action.Content.none()))
        .isInstanceOf(Move.Written.class);
  }
}
