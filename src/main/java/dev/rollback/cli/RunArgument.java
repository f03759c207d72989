package dev.rollback.cli;

import picocli.CommandLine.Parameters;

/** The argument that names a run. */
final class RunArgument {
  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = "latest",
      description = "The run's id, the beginning of it, or latest. Default: latest.")
  private String run = "latest";

  String text() {
    return run;
  }
}
