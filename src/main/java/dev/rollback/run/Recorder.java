package dev.rollback.run;

import dev.rollback.action.Content;
import dev.rollback.plan.CheckResult;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a run knows of itself: each event is journalled, then folded, then told. Thread-safe. */
final class Recorder {
  private final Journal journal;
  private final RunListener listener;
  private final RunFold fold;

  private Recorder(Journal journal, RunListener listener, RunFold fold) {
    this.journal = journal;
    this.listener = listener;
    this.fold = fold;
  }

  /** Begins a journal. */
  static Recorder begin(Journal journal, RunEvent.RunStarted started, RunListener listener) {
    var first = journal.append(started);
    var recorder = new Recorder(journal, listener, new RunFold(started, first.at()));
    recorder.add(first);
    return recorder;
  }

  /** Goes on with a journal. */
  static Recorder continuing(Journal journal, RunListener listener) {
    return new Recorder(journal, listener, RunFold.of(journal.entries()));
  }

  synchronized void record(RunEvent event) {
    add(journal.append(event));
  }

  private synchronized void add(JournalEntry entry) {
    fold.add(entry);
    listener.recorded(entry);
  }

  synchronized StepState step(String id) {
    return fold.step(id);
  }

  synchronized RunState state() {
    return fold.state();
  }

  BlobRef keep(String step, Consumer<Content.Sink> writer) {
    return journal.keep(step, writer);
  }

  BlobRef keepText(String step, String name, Stream<String> lines) {
    return journal.keepText(step, name, lines);
  }

  Content content(StepState.Kept kept) {
    return kept.content().map(journal::read).orElseGet(Content::none);
  }

  void read(CheckResult soFar, Duration holds) {
    listener.read(soFar, holds);
  }

  void progress(String step, String how) {
    listener.progress(step, how);
  }
}
