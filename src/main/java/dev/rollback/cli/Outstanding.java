package dev.rollback.cli;

import dev.rollback.journal.JournalStore;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What earlier runs have left in place on a target, for everybody who works on it. */
final class Outstanding {
  private final JournalStore journals;

  Outstanding(Workspace workspace) {
    this.journals = workspace.journals();
  }

  /** A line for each temporary change that is in place on the systems at these addresses. */
  List<String> on(Map<String, String> addresses) {
    return runs()
        .filter(run -> run.plan().addresses().values().stream().anyMatch(addresses::containsValue))
        .flatMap(run -> run.outstanding().stream().map(step -> line(run, step)))
        .toList();
  }

  private static String line(RunState run, dev.rollback.run.StepState step) {
    return "note: '%s' of run %s is temporary and still in place, until %s; `rollback due` takes it back then"
        .formatted(step.id(), run.run(), step.due().map(Object::toString).orElse("the run ends"));
  }

  /** Records that a target is no more, in every run that has left something in place there. */
  void gone(String address, String why) {
    runs()
        .filter(run -> run.plan().addresses().containsValue(address))
        .filter(run -> run.mayHaveChanged() || run.resumable())
        .toList()
        .forEach(run -> gone(run, why));
  }

  private void gone(RunState run, String why) {
    try (var journal = journals.open(run.run())) {
      journal.append(new RunEvent.TargetGone(why));
    }
  }

  private Stream<RunState> runs() {
    return journals.list().stream()
        .filter(s -> s.first().isPresent())
        .map(s -> journals.readIntact(s.run()))
        .filter(reading -> !reading.entries().isEmpty())
        .map(reading -> RunState.of(reading.entries()));
  }
}
