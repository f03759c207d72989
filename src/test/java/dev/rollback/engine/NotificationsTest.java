package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollback.crash.Mortality;
import dev.rollback.crash.Mortality.Manner;
import dev.rollback.plan.Preflight;
import dev.rollback.run.Gatekeeper.Remedy;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Notification;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.scenario.Notify.Occasion;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Asked;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told what of a run, by a real HTTP server; whatever that does, the run goes on. */
class NotificationsTest {
  private static final String STEPS =
      """
      steps:
        - {id: one, action: notes.set, with: {note: a, text: new-a}}
        - {id: ask, gate: "Go <on> & on?"}
        - {id: two, action: notes.set, with: {note: b, text: new-b}}
      after:
        - {id: judge, check: notes.read, with: {note: b}, expect: text == "new-b"}
      """;
  private static final String ALL =
      """
      contacts: {escalate-to: tech-lead}
      notify:
        - {channel: incidents, on: [start, gate, stopped, done, failed, overrun]}
      """;
  private static final String LADDER =
      ALL + "  - {channel: boss, on: [gate, stopped, failed, overrun], after: PT10M}\n";
  private static final Duration PAST = Duration.ofMinutes(11);

  private final TestSite incidents = TestSite.answering(_ -> new Reply(200, "ok"));
  private final TestSite boss = TestSite.answering(_ -> new Reply(200, "ok"));

  @AfterEach
  void close() {
    incidents.close();
    boss.close();
  }

  private Bench bench(String runbook) {
    var bench = Bench.with(runbook);
    bench.hooks.put("incidents", incidents.url() + "/services/hush-hush");
    bench.hooks.put("boss", boss.url() + "/services/hush-hush");
    bench.journal.timedBy(bench::now);
    return bench;
  }

  private static List<String> heard(TestSite site) {
    return site.asked().stream().map(Asked::body).toList();
  }

  private static void awaitHeard(TestSite site, String part) {
    await().until(() -> heard(site).stream().anyMatch(text -> text.contains(part)));
  }

  private static List<String> told(Bench bench) {
    return bench.state().notifications().stream()
        .map(n -> n.channel() + " " + n.occasion().word() + " " + n.result())
        .toList();
  }

  private static long recorded(Bench bench, Class<? extends RunEvent> event) {
    return bench.journal.entries().stream()
        .map(JournalEntry::event)
        .filter(event::isInstance)
        .count();
  }

  @Test
  void aChannelIsToldFromTheStartToTheEnd() {
    var bench = bench(ALL + STEPS);
    bench.meanwhile = _ -> awaitHeard(incidents, "Waiting for a person");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(heard(incidents)).hasSize(3);
    assertThat(heard(incidents).get(0))
        .startsWith(
            "{\"text\":\"Rollback begins: A test of test\\ntest on test, run r1 by test on here");
    assertThat(heard(incidents).get(1))
        .contains("Go &lt;on&gt; &amp; on? (step ask)")
        .as("what a person wrote is no markup of Slack's")
        .doesNotContain("<on>");
    assertThat(heard(incidents).get(2)).contains("Rollback done and verified");
    assertThat(told(bench))
        .containsExactly("incidents start SENT", "incidents gate SENT", "incidents done SENT");
    assertThat(bench.journal.entries().toString()).doesNotContain("hush");
    var texts = bench.state().notifications().stream().map(Notification::text).toList();
    assertThat(texts.get(1)).contains("Go <on> & on?");
  }

  @Test
  void aPlanTellsNobody() {
    var bench = bench(ALL + STEPS);
    var _ = bench.plan();
    assertThat(incidents.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "there, ''",
    "down, refused",
    "mute, It did not answer within 3 s.",
    "missing, has no"
  })
  void preflightWarnsOfAChannelAndRefusesNothingForIt(String how, String found) throws IOException {
    var bench = bench(ALL + STEPS);
    try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      switch (how) {
        case "down" -> bench.hooks.put("incidents", TestSite.nowhere() + "/hush-hush");
        case "missing" -> bench.hooks.remove("incidents");
        // Whoever says hello by TLS waits for an answer there.
        case "mute" ->
            bench.hooks.put("incidents", "https://127.0.0.1:" + mute.getLocalPort() + "/hush-hush");
        default -> {}
      }
      var results = Preflight.of(bench.bound(), true, IdentityTest.MACHINE, List.of());
      var warnings = results.stream().filter(Preflight::isOfChannel).toList();
      assertThat(warnings).hasSize(found.isEmpty() ? 0 : 1);
      assertThat(warnings)
          .allSatisfy(
              warning -> {
                assertThat(warning.met()).isTrue();
                assertThat(warning.found()).contains(found);
              });
      assertThat(results.toString()).contains("incidents").doesNotContain("hush");
      assertThat(incidents.asked()).as("nothing is sent").isEmpty();
    }
  }

  @Test
  void aGateThatIsNotAnsweredGoesUpTheLadder() {
    var bench = bench(LADDER + STEPS);
    bench.meanwhile =
        _ -> {
          awaitHeard(incidents, "Waiting for a person");
          assertThat(boss.asked()).isEmpty();
          bench.forward(PAST);
          awaitHeard(boss, "Still so after 10 min (tech-lead decides): Waiting for a person");
        };
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(boss.asked()).hasSize(1);
  }

  @Test
  void whatNoLongerHoldsDoesNotGoUpTheLadder() {
    var bench = bench(LADDER + STEPS);
    bench.meanwhile = _ -> awaitHeard(incidents, "Waiting for a person");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    bench.forward(PAST);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(boss.asked()).isEmpty();
  }

  @Test
  void whatTookTooLongIsNoticedWhileAGateWaitsAndRecordedOnce() {
    var bench =
        bench(
            """
            estimate: {duration: PT1H}
            """
                + LADDER
                + """
                steps:
                  - phase: Stabilise
                    id: stabilise
                    budget: PT2H
                    steps:
                      - {id: one, action: notes.set, with: {note: a, text: new-a}}
                      - {id: ask, gate: "Go on?"}
                  - {id: two, action: notes.set, with: {note: b, text: new-b}}
                after:
                  - {id: judge, check: notes.read, with: {note: b}, expect: text == "new-b"}
                """);
    bench.meanwhile =
        _ -> {
          bench.forward(Duration.ofMinutes(130));
          awaitHeard(incidents, "phase 'Stabilise' is over its budget of 2 h");
          awaitHeard(incidents, "the run is over its estimate of 1 h");
          assertThat(heard(boss)).noneMatch(text -> text.contains("over its"));
          bench.forward(PAST);
          awaitHeard(boss, "Still so after 10 min (tech-lead decides): Taking too long: phase");
        };
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(recorded(bench, RunEvent.BudgetExceeded.class)).isEqualTo(1);
    assertThat(recorded(bench, RunEvent.EstimateExceeded.class)).isEqualTo(1);
    var phase = bench.state().phaseTimes().getFirst();
    assertThat(phase.took(bench.now().plus(Duration.ofDays(1)))).isEqualTo(Duration.ofMinutes(141));
    assertThat(phase.isOver(bench.now())).isTrue();
  }

  @Test
  void aBudgetGoesOnWhileNobodyWorksOnTheRun() {
    var bench =
        bench(
            """
            steps:
              - phase: Stabilise
                budget: PT2H
                steps:
                  - {id: one, action: notes.set, with: {note: a, text: new-a}}
                  - {id: ask, gate: "Go on?"}
                  - {id: two, action: notes.set, with: {note: b, text: new-b}}
            after:
              - {id: judge, check: notes.read, with: {note: b}, expect: text == "new-b"}
            """);
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(recorded(bench, RunEvent.BudgetExceeded.class)).isZero();
    bench.forward(Duration.ofHours(12));
    bench.answer = Optional.of(true);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(recorded(bench, RunEvent.BudgetExceeded.class)).isEqualTo(1);
    bench.forward(Duration.ofHours(12));
    bench.resume().undo("asked for", "test");
    assertThat(recorded(bench, RunEvent.BudgetExceeded.class)).isEqualTo(1);
    assertThat(bench.state().phaseTimes().getFirst().took(bench.now()))
        .isEqualTo(Duration.ofHours(12));
  }

  @Test
  void anUndoDaysLaterIsNoOverrun() {
    var bench = bench("estimate: {duration: PT1H}\n" + ALL + STEPS);
    bench.run();
    bench.forward(Duration.ofDays(3));
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(told(bench))
        .contains("incidents failed SENT")
        .doesNotContain("incidents overrun SENT");
    assertThat(heard(incidents).getLast()).contains("taken back", "asked for");
  }

  @ParameterizedTest
  @CsvSource({"STOP, OPERATOR_NEEDED, needs a person", "UNDO, UNDONE, taken back"})
  void whatFailsIsToldAndGoesUpTheLadderWhenTheRunGoesOn(
      Remedy remedy, Outcome outcome, String words) {
    var bench = bench(LADDER + STEPS.replace("new-b\"", "other\""));
    bench.remedies.add(remedy);
    assertThat(bench.run()).isEqualTo(outcome);
    assertThat(heard(incidents).getLast()).contains(words);
    assertThat(told(bench).getLast()).isEqualTo("incidents failed SENT");
    assertThat(boss.asked()).as("not yet").isEmpty();
  }

  @Test
  void aFailureThatNobodyDecidesIsToldAndGoesUpTheLadder() {
    var bench =
        bench(LADDER + STEPS.replace("expect: text == \"new-b\"", "expect: text == \"no\""));
    bench.undecided =
        () -> {
          bench.forward(Duration.ofMinutes(1));
          awaitHeard(incidents, "A step failed, and nobody has said yet what to do: step judge");
          bench.forward(PAST);
          awaitHeard(boss, "Still so after 10 min (tech-lead decides): A step failed");
        };
    assertThat(bench.run()).isEqualTo(Outcome.UNDONE);
    assertThat(told(bench)).endsWith("boss failed SENT", "incidents failed SENT");
  }

  @ParameterizedTest
  @CsvSource({"down", "silent", "500", "404", "missing"})
  void aChannelThatCannotBeToldHoldsNothingUp(String how) {
    var bench = bench(ALL + "  - {channel: boss, on: [start, done]}\n" + STEPS);
    if (how.equals("silent")) {
      bench.patience = Duration.ofSeconds(2); // for the other channel on a busy machine, too
    }
    try (var silent = TestSite.silent();
        var broken =
            TestSite.answering(_ -> new Reply(how.equals("404") ? 404 : 500, "hush-hush broke"))) {
      switch (how) {
        case "down" -> bench.hooks.put("incidents", TestSite.nowhere() + "/hush-hush");
        case "silent" -> bench.hooks.put("incidents", silent.url() + "/hush-hush");
        case "missing" -> bench.hooks.remove("incidents");
        default -> bench.hooks.put("incidents", broken.url() + "/hush-hush");
      }
      assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    }
    var result = how.equals("silent") || how.equals("500") ? "UNKNOWN" : "FAILED";
    assertThat(told(bench))
        .contains("incidents start " + result, "boss start SENT", "boss done SENT")
        .doesNotContain("incidents start SENT", "incidents done SENT");
    assertThat(bench.state().notifications())
        .filteredOn(n -> n.occasion() == Occasion.DONE && n.channel().equals("incidents"))
        .singleElement()
        .satisfies(n -> assertThat(n.note()).isNotBlank());
    assertThat(bench.journal.entries().toString()).doesNotContain("hush");
  }

  @Test
  void whatCertainlyDidNotArriveIsTriedAgainAFewTimes() {
    var bench = bench("notify:\n  - {channel: incidents, on: [gate]}\n" + STEPS);
    bench.hooks.put("incidents", TestSite.nowhere() + "/hush-hush");
    bench.meanwhile =
        _ -> {
          for (var n = 1; n <= 3; n++) {
            var times = n;
            await().until(() -> bench.state().notifications().size() == times);
            bench.forward(Duration.ofMinutes(2));
          }
        };
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(told(bench)).hasSize(3).containsOnly("incidents gate FAILED");
  }

  @Test
  void aChannelThatIsBackIsTold() {
    var bench = bench("notify:\n  - {channel: incidents, on: [gate]}\n" + STEPS);
    var url = bench.hooks.put("incidents", TestSite.nowhere() + "/hush-hush");
    bench.meanwhile =
        _ -> {
          await().until(() -> told(bench).contains("incidents gate FAILED"));
          bench.hooks.put("incidents", String.valueOf(url));
          bench.forward(Duration.ofMinutes(2));
          await().until(() -> told(bench).contains("incidents gate SENT"));
        };
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(incidents.asked()).hasSize(1);
  }

  @Test
  void aRunThatGoesOnTellsNothingTwice() {
    var bench = bench(ALL + STEPS);
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(told(bench))
        .containsExactly("incidents start SENT", "incidents gate SENT", "incidents stopped SENT");
    bench.answer = Optional.of(true);
    bench.forward(Duration.ofHours(1));
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(told(bench)).hasSize(4).endsWith("incidents done SENT");
    assertThat(incidents.asked()).hasSize(4);
  }

  @Test
  void aRunThatDiesWhileItTellsTellsItOnceMore() {
    var life = Mortality.at("append notificationsent: before", Manner.DEATH);
    var bench = bench(ALL + STEPS);
    bench.belongTo(life);
    try {
      bench.run();
    } catch (dev.rollback.crash.Death | IllegalStateException e) {
      assertThat(life.isDead()).isTrue();
    }
    assertThat(life.isDead()).isTrue();
    assertThat(heard(incidents)).hasSize(1);
    bench.belongTo(Mortality.none());
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    var starts = heard(incidents).stream().filter(t -> t.contains("Rollback begins")).toList();
    assertThat(starts).hasSize(2);
    assertThat(starts.getFirst()).as("the same text, the same event").isEqualTo(starts.getLast());
    assertThat(told(bench)).containsOnlyOnce("incidents start SENT");
  }

  @Test
  void anEndOfTheRunIsToldWhileAnEarlierMessageHangs() {
    var release = new CountDownLatch(1);
    try (var slow =
        TestSite.answering(
            asked -> {
              if (asked.body().contains("Rollback begins")) {
                hold(release);
              }
              return new Reply(200, "ok");
            })) {
      var bench = bench(ALL + STEPS);
      bench.patience = Duration.ofSeconds(2);
      bench.hooks.put("incidents", slow.url());
      assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
      release.countDown();
      assertThat(told(bench)).containsExactly("incidents start UNKNOWN", "incidents done FAILED");
    }
  }

  @Test
  void aLadderGoesOnWhenTheProcessHasEnded() {
    var bench = bench(LADDER + STEPS);
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    bench.tellLate();
    assertThat(boss.asked()).as("not yet").isEmpty();
    bench.forward(PAST);
    bench.tellLate();
    bench.tellLate();
    assertThat(heard(boss))
        .satisfiesExactly(
            text -> assertThat(text).contains("Still so after 10 min", "Waiting for a person"),
            text -> assertThat(text).contains("Still so after 10 min", "stopped at a gate"));
    assertThat(bench.state().ended()).isPresent();
    assertThat(bench.state().elapsed()).as("telling is no part of it").isLessThan(PAST);
    bench.answer = Optional.of(true);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(boss.asked()).hasSize(2);
  }

  @Test
  void whatIsOlderThanADayIsNoNews() {
    var bench = bench(LADDER + STEPS);
    bench.answer = Optional.empty();
    bench.run();
    bench.forward(Duration.ofDays(2));
    bench.tellLate();
    assertThat(boss.asked()).isEmpty();
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
