package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.run.CheckSamples;
import dev.rollback.run.CheckSamples.Sample;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.shape.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a check reads while it is waited for stands in the event that tells how that ended. */
class CheckSamplesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Bench bench(String check) {
    var bench =
        Bench.with(
            """
            steps:
              - {id: one, action: notes.set, with: {note: a, text: new}}
              - {id: wait, check: notes.read, with: {note: health}, expect: text == 'well'%s}
            after:
              - {check: notes.read, with: {note: a}}
            """
                .formatted(check));
    bench.notes.change("health", "ill");
    return bench;
  }

  private static RunEvent.CheckRead read(Bench bench) {
    return bench.journal.entries().stream()
        .map(JournalEntry::event)
        .filter(RunEvent.CheckRead.class::isInstance)
        .map(RunEvent.CheckRead.class::cast)
        .filter(e -> e.step().equals("wait"))
        .findFirst()
        .orElseThrow();
  }

  private static CheckSamples samples(Bench bench) {
    return read(bench).samples().orElseThrow();
  }

  /** The note says so from this reading of the check on, which has been read once by then. */
  private static void says(Bench bench, Instant from, String text) {
    var earlier = bench.passing;
    bench.passing =
        () -> {
          earlier.run();
          if (!bench.now().isBefore(from)) {
            bench.notes.change("health", text);
          }
        };
  }

  private static List<Verdict> verdicts(CheckSamples samples) {
    return samples.kept().stream().map(Sample::verdict).toList();
  }

  @Test
  void whatItReadWhileItWasGivenTime() {
    var bench = bench(", within: PT10S, every: PT1S");
    var from = bench.now();
    says(bench, from.plusSeconds(2), "well");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    var samples = samples(bench);
    assertThat(verdicts(samples)).containsExactly(Verdict.FAIL, Verdict.FAIL, Verdict.PASS);
    assertThat(samples.kept())
        .extracting(Sample::at)
        .containsExactly(from, from.plus(SECOND), from.plusSeconds(2));
    assertThat(samples.kept())
        .extracting(s -> s.values().path("text").asText())
        .containsExactly("ill", "ill", "well");
    assertThat(samples.passed()).contains(from.plusSeconds(2));
    assertThat(samples.since()).contains(from.plusSeconds(2));
    assertThat(read(bench).result().samples()).isEqualTo(3);
  }

  @Test
  void aBreakWhileItHasToHoldIsThere() {
    var bench = bench(", within: PT1M, for: PT3S, every: PT1S");
    var from = bench.now();
    says(bench, from.plusSeconds(1), "well");
    says(bench, from.plusSeconds(3), "ill");
    says(bench, from.plusSeconds(4), "well");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    var samples = samples(bench);
    assertThat(verdicts(samples))
        .containsExactly(
            Verdict.FAIL,
            Verdict.PASS,
            Verdict.PASS,
            Verdict.FAIL,
            Verdict.PASS,
            Verdict.PASS,
            Verdict.PASS);
    assertThat(samples.passed()).contains(from.plusSeconds(1));
    assertThat(samples.since()).contains(from.plusSeconds(4));
  }

  @Test
  void ofACheckThatNeverPassedAllReadingsAreThere() {
    var bench = bench(", within: PT2S, every: PT1S");
    assertThat(bench.run()).isEqualTo(Outcome.UNDONE);
    var samples = samples(bench);
    assertThat(verdicts(samples)).containsOnly(Verdict.FAIL).hasSize(3);
    assertThat(samples.passed()).isEmpty();
    assertThat(samples.since()).isEmpty();
  }

  @Test
  void anInterruptAddsNoReading() {
    var bench = bench(", within: PT10S, every: PT1S");
    var until = bench.now().plusSeconds(2);
    bench.passing = () -> bench.stop = bench.now().isBefore(until) ? bench.stop : by("SIGINT");
    assertThat(bench.run()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(read(bench).result().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(verdicts(samples(bench))).containsExactly(Verdict.FAIL, Verdict.FAIL);
  }

  private static Optional<String> by(String signal) {
    return Optional.of(signal);
  }

  /** As journals of 0.1.0 have it, to the byte. */
  @Test
  void aCheckThatIsReadOnceIsWrittenAsBefore() {
    var bench = bench("");
    bench.notes.change("health", "well");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    var codec = Codec.of(RunEvent.class);
    var written = codec.encode(read(bench));
    assertThat(written.properties())
        .extracting(p -> p.getKey())
        .containsExactly("type", "step", "result");
    assertThat(codec.decode(written)).isEqualTo(read(bench));
  }

  /** A run that waits appends as much as one that does not. */
  @Test
  void readingsAreNoEventsOfTheirOwn() {
    var waits = bench(", within: PT10S, every: PT1S");
    says(waits, waits.now().plusSeconds(9), "well");
    waits.run();
    var once = bench("");
    once.notes.change("health", "well");
    once.run();
    assertThat(waits.journal.entries())
        .extracting(e -> e.event().getClass())
        .isEqualTo(once.journal.entries().stream().map(e -> e.event().getClass()).toList());
  }
}
