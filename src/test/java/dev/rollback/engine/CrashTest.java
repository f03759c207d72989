package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.run.Outcome;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies before or after every append of a whole run; then somebody resumes or undoes.
 */
class CrashTest {
  private static final String RUNBOOK =
      """
      steps:
        - {id: door, action: notes.set, with: {note: maintenance, text: "on"}, temporary: run}
        - {id: ask, gate: "Go on?"}
        - {id: one, action: notes.set, with: {note: a, text: new-a}}
        - {id: two, action: notes.set, with: {note: b, text: new-b}}
      after:
        - {check: notes.read, with: {note: b}, expect: text == "new-b"}
      """;

  private static Bench bench() {
    var bench = Bench.with(RUNBOOK);
    bench.notes.change("a", "old-a");
    return bench;
  }

  /**
   * Every append of the run that does not die, before it and after it; the first one is its birth.
   */
  static Stream<Arguments> deaths() {
    var bench = bench();
    bench.run();
    var appends = bench.journal.entries().size();
    return IntStream.rangeClosed(1, appends)
        .boxed()
        .flatMap(n -> Stream.of(Arguments.of(n, false), Arguments.of(n, true)))
        .filter(a -> !(a.get()[0].equals(1) && a.get()[1].equals(false)));
  }

  private static Bench died(int append, boolean after) {
    var bench = bench();
    bench.journal.dieAt(append, after);
    try {
      bench.run();
    } catch (MemoryJournal.Death e) {
      bench.journal.dieAt(Integer.MAX_VALUE, false);
      return bench;
    }
    throw new AssertionError("it did not die at append " + append);
  }

  @ParameterizedTest(name = "dies at append {0}, after it: {1}")
  @MethodSource("deaths")
  void resumeEndsAsTheRunThatDidNotDie(int append, boolean after) {
    var bench = died(append, after);
    var writes = bench.notes.writes();
    if (bench.state().ended().isEmpty()) {
      assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    }
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "new-a", "b", "new-b"));
    assertThat(bench.notes.writes())
        .as("every write once; %s were before the death", writes)
        .containsExactly("maintenance=on", "a=new-a", "b=new-b", "maintenance=(none)");
  }

  @ParameterizedTest(name = "dies at append {0}, after it: {1}")
  @MethodSource("deaths")
  void undoEndsAsBeforeTheRun(int append, boolean after) {
    var bench = died(append, after);
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "old-a"));
    assertThat(bench.notes.writes()).doesNotHaveDuplicates();
  }
}
