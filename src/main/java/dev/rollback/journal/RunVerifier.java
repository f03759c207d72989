package dev.rollback.journal;

import dev.rollback.run.BlobRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks a run's journal and what its steps have saved, and goes on after the first damage. */
final class RunVerifier {
  private final RunFiles files;
  private final List<JournalDamage> damages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<String> referred = new HashSet<>();
  private int blobs;

  private RunVerifier(RunFiles files) {
    this.files = files;
  }

  static Verification verify(String run, RunFiles files, Reading reading) {
    var verifier = new RunVerifier(files);
    reading.damage().ifPresent(verifier.damages::add);
    for (var entry : reading.entries()) {
      RunFiles.blobsOf(entry.event()).forEach(blob -> verifier.blob(blob, entry.seq()));
    }
    if (reading.torn() > 0) {
      verifier.notes.add(
          "an unfinished line of "
              + reading.torn()
              + " bytes at the end: an append that never returned");
    }
    verifier.others(reading.damage().isPresent());
    return new Verification(
        run,
        reading.entries().size(),
        reading.head(),
        verifier.blobs,
        verifier.damages,
        verifier.notes);
  }

  private void blob(BlobRef blob, long seq) {
    referred.add(blob.file());
    var damage = BlobContent.check(files.directory(), blob, seq);
    if (damage.isPresent()) {
      damages.add(damage.get());
    } else {
      blobs++;
    }
  }

  private void others(boolean partial) {
    try {
      for (var name : files.names()) {
        if (RunFiles.torn(name)) {
          notes.add(name + ": an unfinished line that an earlier process left");
        } else if (RunFiles.blob(name) && !referred.contains(name)) {
          notes.add(name + ": no " + (partial ? "intact " : "") + "entry refers to it");
        }
      }
    } catch (IOException e) {
      throw Failures.failed("list", files.directory(), e);
    }
  }
}
