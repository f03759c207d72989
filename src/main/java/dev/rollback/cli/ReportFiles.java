package dev.rollback.cli;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.report.CheckRun;
import dev.rollback.report.ReportJUnit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reports that {@code --output KIND=FILE} asks for, each a new file. */
final class ReportFiles {
  private static final String JUNIT = "junit";

  /** The kinds that there are. */
  static final Set<String> KINDS = Set.of(JUNIT);

  private final World world;
  private final Output output;
  private final Map<String, Path> files;

  /** By their kinds. */
  ReportFiles(World world, Output output, Map<String, Path> files) {
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
    files.values().forEach(f -> NewFile.requirePlace(world.directory().resolve(f)));
  }

  /**
   * Writes them; one that cannot be written is told, and hides nothing of what was read.
   *
   * @return whether all were
   */
  boolean write(CheckRun run) {
    return Optional.ofNullable(files.get(JUNIT))
        .map(file -> write(file, ReportJUnit.of(run)))
        .orElse(true);
  }

  private boolean write(Path file, String text) {
    try {
      NewFile.write(world.directory().resolve(file), text);
      output.note("Report: " + file);
      return true;
    } catch (SystemException e) {
      output.problems(List.of(e.diagnostic()));
      return false;
    }
  }
}
