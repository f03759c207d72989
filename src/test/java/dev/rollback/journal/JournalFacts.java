package dev.rollback.journal;

import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run's record says, a fact a line: the same from every version that can read it. */
final class JournalFacts {
  private final List<String> lines = new ArrayList<>();

  private JournalFacts() {}

  /** The facts of a run, each ended by a line break. */
  static String of(JournalStore store, String run) {
    var facts = new JournalFacts();
    facts.record(store.verify(run), store.readIntact(run));
    facts.run(RunState.of(store.readIntact(run).entries()));
    return facts.lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private void fact(String name, Object value) {
    lines.add(name + ": " + value);
  }

  private static String list(List<?> values) {
    return values.isEmpty()
        ? "none"
        : values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String maybe(Optional<?> value) {
    return value.map(Object::toString).orElse("none");
  }

  private void record(Verification verification, Reading reading) {
    fact("entries", verification.entries());
    fact("head", verification.head());
    fact("torn bytes", reading.torn());
    fact("saved contents", verification.blobs());
    fact("damages", list(verification.damages().stream().map(JournalFacts::damage).toList()));
    fact("notes", list(verification.notes()));
  }

  private static String damage(JournalDamage damage) {
    return damage.file().getFileName() + ", entry " + damage.seq() + ": " + damage.what();
  }

  private void run(RunState run) {
    fact("run", run.run());
    fact("version", run.started().version());
    fact("by", run.started().by() + " on " + run.started().host());
    fact("scenario", run.plan().scenario() + " on " + run.plan().target());
    fact("digest", run.started().digest());
    fact("began", run.startedAt());
    fact("last", run.timeline().getLast().at());
    fact("outcome", maybe(run.ended().map(e -> e.outcome())));
    fact("why", run.ended().map(e -> e.why()).filter(w -> !w.isEmpty()).orElse("none"));
    fact("undoing", maybe(run.undoing()));
    fact("target gone", run.gone());
    fact("resumable", run.resumable());
    fact("to undo", list(run.toUndo().stream().map(StepState::id).toList()));
    fact("outstanding", list(run.outstanding().stream().map(JournalFacts::due).toList()));
    fact("events", list(run.timeline().stream().map(JournalFacts::name).toList()));
    run.steps().values().forEach(this::step);
  }

  private static String due(StepState step) {
    return step.id() + " until " + maybe(step.due());
  }

  private static String name(dev.rollback.run.JournalEntry entry) {
    return entry.event().getClass().getSimpleName();
  }

  private void step(StepState s) {
    fact("step", s.id());
    fact("  phase", s.phase());
    fact("  attempts", s.attempts());
    fact("  written", s.written());
    fact("  unknown", s.unknown());
    fact("  note", s.note().isEmpty() ? "none" : s.note());
    fact("  advice", s.advice().isEmpty() ? "none" : s.advice());
    fact("  verdict", maybe(s.check().map(c -> c.verdict())));
    fact("  answer", maybe(s.answer().map(a -> a.by() + ", " + a.how())));
    fact("  due", maybe(s.due()));
    fact("  began", maybe(s.began()));
    fact("  ended", maybe(s.ended()));
    fact("  before", maybe(s.kept().map(k -> k.before())));
    fact("  after", maybe(s.kept().map(k -> k.after())));
    fact("  content", maybe(s.kept().flatMap(k -> k.content()).map(JournalFacts::content)));
  }

  private static String content(dev.rollback.run.BlobRef blob) {
    return "%s, %d entries, %d bytes".formatted(blob.file(), blob.entries(), blob.bytes());
  }
}
