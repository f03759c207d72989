package dev.rollback.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * A few trials of {@link NetworkCampaign}, another few for each scenario: whatever the network
 * does, a run ends in success, undone or with a person, and what it claims is so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkFaultsTest {
  /** How many trials there are, as long as there are not more scenarios. */
  private static final int TRIALS = 12;

  private Bench bench;

  @BeforeAll
  void start() {
    bench = new Bench();
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  @TestFactory
  Stream<DynamicTest> whateverTheNetworkDoesWhatIsClaimedIsSo() {
    var drills = Selection.Drill.all();
    var each = Math.max(1, TRIALS / drills.size());
    return IntStream.range(0, drills.size())
        .boxed()
        .flatMap(i -> trials(drills.get(i), i, each).stream());
  }

  private List<DynamicTest> trials(Selection.Drill drill, int turn, int count) {
    var errand = Trial.Errand.SCENARIO;
    var reference = bench.undisturbed(drill.runbook(), drill.fault(), errand);
    // Before a write, after it, and in its answer; and whatever else comes, one of each line.
    var all =
        Selection.of(drill, errand, reference, 2).stream()
            .filter(trial -> !trial.lasting() && trial.kind() != Kind.SLOW)
            .toList();
    var tests = new ArrayList<DynamicTest>();
    for (var i = 0; i < count; i++) {
      var trial = all.get((turn + i * all.size() / count) % all.size());
      tests.add(
          DynamicTest.dynamicTest(
              trial.toString(),
              () -> {
                var verdict = bench.make(trial, reference);
                assertThat(verdict.wrong()).as(verdict.transcript()).isEmpty();
                assertThat(verdict.end()).isNotEqualTo(Verdict.End.NOT_REACHED);
              }));
    }
    return tests;
  }
}
