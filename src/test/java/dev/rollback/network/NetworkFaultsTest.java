package dev.rollback.network;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.crash.Rehearsal;
import dev.rollback.drill.Repeatable;
import dev.rollback.sandbox.fault.Faults;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * A few trials of {@link NetworkCampaign}: whatever the network does, a run ends in success, undone
 * or with a person, and what it claims is so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkFaultsTest {
  /** Those that end at once, however long a run would wait for an answer. */
  private static final Set<Kind> QUICK =
      EnumSet.of(Kind.CUT_BEFORE, Kind.CUT_AFTER, Kind.CUT_INSIDE);

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
    return Repeatable.faults().stream()
        .map(fault -> new Drill("auth-failure", fault))
        .flatMap(drill -> someOf(drill, 4).stream());
  }

  /** In sandboxes of their own, with PostgreSQL among the systems that are cut off. */
  @TestFactory
  Stream<DynamicTest> soItIsWhereWhatIsBrokenCannotBePutBack() {
    var drill = new Drill("migration-failure", Faults.BAD_MIGRATION);
    var rehearsal = bench.undisturbed(drill);
    var writes =
        bench.trials(drill, Trial.Errand.SCENARIO, rehearsal, 1).stream()
            .filter(t -> t.point().write() > 0 && !t.point().what().contains("/leases"))
            .filter(t -> !t.lasting() && QUICK.contains(t.kind()))
            .toList();
    return Selection.eachNth(writes, writes.size() / 3).stream()
        .limit(3)
        .map(trial -> test(trial, rehearsal));
  }

  @Test
  void everyScenarioWithAFaultThatNeedsNoPersonIsInTheCampaign() {
    assertThat(Drill.all())
        .extracting(Drill::fault)
        .containsExactlyInAnyOrderElementsOf(
            Faults.all().stream()
                .filter(fault -> fault.byHand().isEmpty())
                .flatMap(fault -> fault.scenarios().stream().map(_ -> fault))
                .toList());
  }

  private List<DynamicTest> someOf(Drill drill, int count) {
    var rehearsal = bench.undisturbed(drill);
    // Before a write, after it, and in its answer; and whatever else comes, one of each line.
    var points =
        bench.trials(drill, Trial.Errand.SCENARIO, rehearsal, 2).stream()
            .filter(trial -> !trial.lasting() && trial.kind() != Kind.SLOW)
            .collect(groupingBy(t -> t.line() + " " + t.point(), LinkedHashMap::new, toList()))
            .values()
            .stream()
            .toList();
    var tests = new ArrayList<DynamicTest>();
    for (var i = 0; i < count; i++) {
      // Another point each time, and another kind.
      var kinds = points.get(i * points.size() / count);
      var trial = kinds.get((Repeatable.faults().indexOf(drill.fault()) + 1 + i) % kinds.size());
      tests.add(test(trial, rehearsal));
    }
    return tests;
  }

  private DynamicTest test(Trial trial, Rehearsal rehearsal) {
    return DynamicTest.dynamicTest(
        trial.toString(),
        () -> {
          var verdict = bench.make(trial, rehearsal);
          assertThat(verdict.wrong()).as(verdict.transcript()).isEmpty();
          assertThat(verdict.end()).isNotEqualTo(Verdict.End.NOT_REACHED);
        });
  }
}
