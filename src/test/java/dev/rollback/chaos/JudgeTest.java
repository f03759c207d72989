package dev.rollback.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.drill.Keyspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge of the campaign finds what it is there for. */
class JudgeTest {
  private static final Snapshot.Service SERVED = new Snapshot.Service(200, 401, 200, 401);
  private static final Snapshot.Service BROKEN = new Snapshot.Service(401, 401, 401, 401);
  private static final Pace PACE = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(1));

  private final JsonNode broken = spec("\"A\", \"value\": \"1\"");
  private final JsonNode maintained =
      spec("\"A\", \"value\": \"1\"}, {\"name\": \"M\", \"value\": \"1\"");
  private final JsonNode healed = spec("\"A\", \"value\": \"2\"");
  private final SpecChange on = SpecChange.between(broken, maintained);
  private final SpecChange off = SpecChange.between(maintained, broken);
  private final SpecChange mended = SpecChange.between(broken, healed);
  private final Snapshot before = snapshot(broken, Map.of("k", value("old"), "other", value("o")));
  private final Snapshot after = snapshot(healed, Map.of("other", value("o")));
  private final Reference reference =
      new Reference(
          List.of(on, off, mended),
          Set.of("k"),
          Map.of("grid/grid-api", mended),
          Set.of(),
          SERVED,
          Optional.empty(),
          0,
          PACE,
          PACE);

  private static JsonNode spec(String env) {
    try {
      return new ObjectMapper().readTree("{\"env\": [{\"name\": " + env + "}]}");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Keyspace.Value value(String dump) {
    return new Keyspace.Value(dump, -1);
  }

  private static Snapshot snapshot(JsonNode spec, Map<String, Keyspace.Value> keys) {
    return new Snapshot(Map.of("grid/grid-api", spec), keys, Map.of("users", "digest"));
  }

  private static Trail.KeyEvent event(String what) {
    return new Trail.KeyEvent(what, "k");
  }

  private Observation healed(Snapshot now, List<SpecChange> changes, Trail.KeyEvent... keys) {
    return new Observation(before, BROKEN, now, changes, List.of(keys), changes.size());
  }

  private Observation undone(
      Snapshot now, List<SpecChange> changes, int forward, Trail.KeyEvent... keys) {
    return new Observation(before, BROKEN, now, changes, List.of(keys), forward);
  }

  private static List<Violation.Kind> kinds(List<Violation> violations) {
    return violations.stream().map(Violation::kind).toList();
  }

  @Test
  void whatNobodyDisturbedIsRight() {
    var seen = healed(after, List.of(on, off, mended), event("del"));
    assertThat(Judge.healed(reference, seen, SERVED)).isEmpty();
  }

  @Test
  void aSecondWriteIsFound() {
    var seen = healed(after, List.of(on, off, on, off, mended), event("del"));
    assertThat(kinds(Judge.healed(reference, seen, SERVED)))
        .containsExactly(Violation.Kind.DOUBLE_WRITE);
    var again = healed(after, List.of(on, off, mended), event("del"), event("del"));
    assertThat(kinds(Judge.healed(reference, again, SERVED)))
        .containsExactly(Violation.Kind.DOUBLE_WRITE);
  }

  @Test
  void aWriteThatIsMissingIsFound() {
    var seen = healed(before, List.of(on, off), event("del"));
    assertThat(kinds(Judge.healed(reference, seen, SERVED)))
        .containsExactly(
            Violation.Kind.END_STATE, Violation.Kind.LOST_WRITE, Violation.Kind.END_STATE);
  }

  @Test
  void aCustomerWhoIsNotServedIsFound() {
    var seen = healed(after, List.of(on, off, mended), event("del"));
    assertThat(kinds(Judge.healed(reference, seen, BROKEN)))
        .containsExactly(Violation.Kind.END_STATE);
  }

  @Test
  void anotherKeyThatIsGoneIsFound() {
    var seen = healed(snapshot(healed, Map.of()), List.of(on, off, mended), event("del"));
    assertThat(kinds(Judge.healed(reference, seen, SERVED)))
        .containsExactly(Violation.Kind.END_STATE);
  }

  @Test
  void whatIsTakenBackOnceIsRightWhereverItWasStopped() {
    var all = List.of(on, off, mended);
    for (var forward = 0; forward <= all.size(); forward++) {
      var back =
          forward == 1
              ? List.of(off)
              : forward == 3 ? List.of(mended.inverse()) : List.<SpecChange>of();
      var changes = new java.util.ArrayList<>(all.subList(0, forward));
      changes.addAll(back);
      var seen = undone(before, changes, forward, event("del"), event("restore"));
      assertThat(Judge.undone(reference, seen, BROKEN)).as("after " + forward).isEmpty();
    }
  }

  @Test
  void aChangeThatIsNotTakenBackIsFound() {
    var seen = undone(snapshot(healed, before.keys()), List.of(on, off, mended), 3);
    assertThat(kinds(Judge.undone(reference, seen, BROKEN)))
        .containsExactly(Violation.Kind.END_STATE, Violation.Kind.LOST_WRITE);
  }

  @Test
  void aChangeThatIsTakenBackTwiceIsFound() {
    var back = mended.inverse();
    var seen =
        undone(
            before,
            List.of(on, off, mended, back, mended, back),
            3,
            event("del"),
            event("restore"));
    assertThat(kinds(Judge.undone(reference, seen, BROKEN)))
        .containsExactly(Violation.Kind.DOUBLE_WRITE);
    var keys = undone(before, List.of(), 0, event("del"), event("restore"), event("restore"));
    assertThat(kinds(Judge.undone(reference, keys, BROKEN)))
        .containsExactly(Violation.Kind.DOUBLE_WRITE);
  }

  @Test
  void aKeyThatComesBackOtherwiseIsFoundUnlessTheServiceHasWrittenIt() {
    var now = snapshot(broken, Map.of("k", value("new"), "other", value("o")));
    assertThat(kinds(Judge.undone(reference, undone(now, List.of(), 0, event("del")), BROKEN)))
        .containsExactly(Violation.Kind.END_STATE);
    assertThat(
            Judge.undone(reference, undone(now, List.of(), 0, event("del"), event("set")), BROKEN))
        .isEmpty();
  }
}
