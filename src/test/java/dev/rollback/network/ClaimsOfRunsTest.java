package dev.rollback.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.crash.Rehearsal;
import dev.rollback.faults.Request;
import dev.rollback.sandbox.fault.Faults;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a run says of itself when the network fails in the worst moments. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimsOfRunsTest {
  private static final Drill DRILL = new Drill("auth-failure", Faults.WRONG_SECRET);

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
    var rehearsal = bench.undisturbed(DRILL);
    var write =
        traffic(rehearsal.undo(), "Kubernetes").requests().stream()
            .filter(r -> r.writes() && !r.what().contains("leases"));
    var verdict =
        make(rehearsal, Trial.Errand.UNDO, "Kubernetes", Kind.CUT_AFTER, false, write.findFirst());
    assertThat(verdict.wrong()).as(verdict.transcript()).isEmpty();
    assertThat(verdict.end()).as(verdict.transcript()).isEqualTo(Verdict.End.UNDONE);
  }

  /** Nothing was sent, and that is known: whoever is called must not look for it. */
  @Test
  void whatWasCertainlyNotWrittenIsNotSaidToBeInPlace() {
    var rehearsal = bench.undisturbed(DRILL);
    var traffic = traffic(rehearsal.run(), "Redis");
    var time =
        traffic.requests().stream()
            .filter(r -> r.number() > traffic.early())
            .filter(r -> r.what().equals("TIME"));
    var verdict =
        make(rehearsal, Trial.Errand.SCENARIO, "Redis", Kind.CUT_BEFORE, true, time.findFirst());
    assertThat(verdict.wrong()).as(verdict.transcript()).isEmpty();
  }

  private static Rehearsal.Traffic traffic(Rehearsal.Act act, String line) {
    return Optional.ofNullable(act.traffic().get(line)).orElseThrow();
  }

  private Verdict make(
      Rehearsal rehearsal,
      Trial.Errand errand,
      String line,
      Kind kind,
      boolean lasting,
      Optional<Request> request) {
    var meant = request.orElseThrow();
    var point = Disturbance.Point.of(meant, meant.writes());
    return bench.make(new Trial(DRILL, errand, line, kind, lasting, point), rehearsal);
  }
}
