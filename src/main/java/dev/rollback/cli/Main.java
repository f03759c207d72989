package dev.rollback.cli;

/** The composition root: the only place that names adapters. */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(ExitCode.OK.code());
  }
}
