package dev.rollback.cli;

import picocli.CommandLine.Option;

/** The option of commands that need the right to move a target. */
final class TakeOver {
  @Option(
      names = "--take-over",
      description =
          "Take the target over from the run that moves it now. Asks first, always; that run stops"
              + " before its next write.")
  private boolean takeOver;

  boolean wanted() {
    return takeOver;
  }
}
