package dev.rollback.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a run says of itself when the network fails in the worst moments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimsOfRunsTest {
  private static final Path RUNBOOK = Path.of("runbooks/auth-failure.yaml");
  private static final Fault FAULT = Faults.WRONG_SECRET;

  private Bench bench;

  @BeforeAll
  void start() {
    bench = new Bench();
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  /** As with a write forwards, an observation tells; nobody has to be called for that. */
  @Test
  void anUndoWhoseAnswerIsLostIsLookedAtAgain() {
    var errand = Trial.Errand.UNDO;
    var reference = bench.undisturbed(RUNBOOK, FAULT, errand);
    var write =
        requests(reference, Line.KUBERNETES)
            .filter(r -> r.writes() && !r.what().contains("leases"));
    var verdict =
        make(reference, errand, Line.KUBERNETES, Kind.CUT_AFTER, false, write.findFirst());
    assertThat(verdict.wrong()).as(verdict.transcript()).isEmpty();
    assertThat(verdict.end()).as(verdict.transcript()).isEqualTo(Verdict.End.UNDONE);
  }

  /** Nothing was sent, and that is known: whoever is called must not look for it. */
  @Test
  void whatWasCertainlyNotWrittenIsNotSaidToBeInPlace() {
    var errand = Trial.Errand.SCENARIO;
    var reference = bench.undisturbed(RUNBOOK, FAULT, errand);
    var asked = reference.asking().getOrDefault(Line.REDIS, 0);
    var time =
        requests(reference, Line.REDIS)
            .filter(r -> r.number() > asked)
            .filter(r -> r.what().equals("TIME"));
    var verdict = make(reference, errand, Line.REDIS, Kind.CUT_BEFORE, true, time.findFirst());
    assertThat(verdict.wrong()).as(verdict.transcript()).isEmpty();
  }

  private static Stream<Request> requests(Bench.Reference reference, Line line) {
    return reference.requests().getOrDefault(line, List.of()).stream();
  }

  private Verdict make(
      Bench.Reference reference,
      Trial.Errand errand,
      Line line,
      Kind kind,
      boolean lasting,
      Optional<Request> request) {
    var meant = request.orElseThrow();
    var point = new Disturbance.Point(meant.write(), meant.number(), meant.what());
    return bench.make(new Trial(RUNBOOK, FAULT, errand, line, kind, lasting, point), reference);
  }
}
