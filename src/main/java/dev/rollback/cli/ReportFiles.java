package dev.rollback.cli;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.report.CheckRun;
import dev.rollback.report.ReportJUnit;
import java.util.List;

/** The reports that {@code --output FORM=FILE} asks for, each a new file. */
final class ReportFiles {
  private final World world;
  private final Output output;
  private final List<OutputOption.Written> files;

  ReportFiles(World world, Output output, List<OutputOption.Written> files) {
    this.world = world;
    this.output = output;
    this.files = files;
  }

  /**
   * Before anything is read: whoever waits for minutes shall not learn then that there is no place.
   *
   * @throws SystemException when there is such a file already, or there is no place for it
   */
  void requirePlaces() {
    files.forEach(f -> NewFile.requirePlace(world.directory().resolve(f.file())));
  }

  /** Writes them all; one that cannot be written is told, and hides nothing of what was read. */
  boolean write(CheckRun run) {
    var all = true;
    for (var file : files) {
      all = write(file, run) && all;
    }
    return all;
  }

  private boolean write(OutputOption.Written file, CheckRun run) {
    try {
      NewFile.write(world.directory().resolve(file.file()), text(file, run));
      output.message("Report: " + file.file());
      return true;
    } catch (SystemException e) {
      output.problems(List.of(Problems.of(e)));
      return false;
    }
  }

  private static String text(OutputOption.Written file, CheckRun run) {
    return switch (file.form()) {
      case junit -> ReportJUnit.of(run);
    };
  }
}
