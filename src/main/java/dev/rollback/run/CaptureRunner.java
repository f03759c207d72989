package dev.rollback.run;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps evidence. The files are on disk before the journal names them; when that was interrupted,
 * all is read again.
 */
final class CaptureRunner<R, W extends R> {
  private final BoundStep.Collect<R, W> step;
  private final Recorder recorder;

  CaptureRunner(BoundStep.Collect<R, W> step, Recorder recorder) {
    this.step = step;
    this.recorder = recorder;
  }

  StepResult collect() {
    recorder.record(new RunEvent.StepStarted(step.id(), recorder.step(step.id()).attempts() + 1));
    var kept = new Kept();
    try {
      // Evidence of another system would be no evidence.
      step.connection().confirm();
      var note = step.capture().collect(step.connection().reader(), kept::keep);
      recorder.record(new RunEvent.EvidenceKept(step.id(), kept.files, note));
      recorder.record(new RunEvent.StepDone(step.id(), RunEvent.Done.KEPT, kept.told(note)));
      return new StepResult.Done();
    } catch (SystemException e) {
      if (!kept.files.isEmpty()) {
        recorder.record(
            new RunEvent.EvidenceKept(step.id(), kept.files, "it is not all: " + e.problem()));
      }
      return new StepResult.Failed(e.problem(), e.advice().orElse(""), false, true);
    }
  }

  /** What was kept so far. */
  private final class Kept {
    private final List<BlobRef> files = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    void keep(String name, Stream<String> lines) {
      if (!names.add(name)) {
        throw new IllegalArgumentException("two files of evidence are named " + name);
      }
      files.add(recorder.keepText(step.id(), name, lines));
      recorder.progress(step.id(), files.size() + " files");
    }

    String told(String note) {
      var bytes = files.stream().mapToLong(BlobRef::bytes).sum();
      var size =
          "%d %s, %,d bytes".formatted(files.size(), files.size() == 1 ? "file" : "files", bytes);
      return note.isEmpty() ? size : size + "; " + note;
    }
  }
}
