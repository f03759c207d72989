package dev.rollback.network;

import dev.rollback.drill.Repeatable;
import dev.rollback.sandbox.fault.Faults;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A scenario, and what is broken when it is run. */
record Drill(String scenario, Fault fault) {
  /** Where the runbooks are that are shipped. */
  static final Path RUNBOOKS = Path.of("runbooks").toAbsolutePath();

  private static final String YAML = ".yaml";

  /** Every runbook that is shipped, with every fault that it is for and no person has to heal. */
  static List<Drill> all() {
    try (var files = Files.list(RUNBOOKS)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(YAML))
          .map(name -> name.substring(0, name.length() - YAML.length()))
          .sorted()
          .flatMap(
              name ->
                  Faults.of(name).stream()
                      .filter(fault -> fault.byHand().isEmpty())
                      .map(fault -> new Drill(name, fault)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether what is broken can be put back, so that one sandbox has many trials. */
  boolean isRepeatable() {
    return Repeatable.faults().contains(fault);
  }

  @Override
  public String toString() {
    return scenario + " " + fault.id();
  }
}
