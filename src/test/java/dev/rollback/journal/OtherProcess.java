package dev.rollback.journal;

import dev.rollback.run.RunEvent;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A second process: opens a run and appends without end, with one byte on its standard output for
 * each append that has returned.
 */
final class OtherProcess {
  private OtherProcess() {}

  static Process start(Path state, String run) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            state.toString(),
            run)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] args) throws IOException {
    try (var journal = Stores.at(Path.of(args[0])).open(args[1]);
        var acknowledged = new FileOutputStream(FileDescriptor.out)) {
      for (var n = 1; ; n++) {
        journal.append(new RunEvent.StepStarted("s", n));
        acknowledged.write('.');
      }
    }
  }
}
