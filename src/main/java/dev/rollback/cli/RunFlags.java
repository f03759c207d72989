package dev.rollback.cli;

import dev.rollback.approval.Mode;
import dev.rollback.diagnostic.UserException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that change something. */
final class RunFlags {
  @Option(
      names = "--yes",
      description =
          "Approve the plan without asking, as long as nothing in it is destructive and the target"
              + " is not protected. Gates of the runbook still ask.")
  private boolean yes;

  @Option(
      names = "--approve-all",
      description = "Approve the plan and every gate; only in the sandbox of `rollback drill`.")
  private boolean approveAll;

  @Mixin private TakeOver takeOver = new TakeOver();

  /** Whether the target is to be taken over from another run. */
  boolean takeOver() {
    return takeOver.wanted();
  }

  /** How much the flags approve. */
  Mode mode() {
    return yes ? Mode.YES : Mode.ASK;
  }

  /** How much the flags approve in the sandbox. */
  Mode sandboxMode() {
    return approveAll ? Mode.SANDBOX : mode();
  }

  /**
   * For commands that are not in the sandbox.
   *
   * @throws UserException when everything was to be approved
   */
  void refuseApproveAll() {
    if (approveAll) {
      throw new UserException(
          "--approve-all is for the sandbox of `rollback drill` alone",
          "Approve the plan at the terminal; --yes covers what is not destructive.");
    }
  }
}
