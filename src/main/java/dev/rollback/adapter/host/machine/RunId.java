package dev.rollback.adapter.host.machine;

/**
 * What tells one run of a service from the next: an id or a time that only the system gives. Which
 * one a restart will give is not known before, so what is wanted is written as {@code another than
 * X}, and equals every run but that one.
 */
public final class RunId {
  /** It does not run. */
  public static final String STOPPED = "stopped";

  /** It fails, and is about to be started again. */
  public static final String RESTARTING = "restarting";

  private static final String OTHER = "another than ";
  private static final String NEW = "a new one";

  private RunId() {}

  /** What a restart is to make of a run; of what is wanted, the same. */
  public static String next(String run) {
    if (isWanted(run)) {
      return run;
    }
    return isRun(run) ? OTHER + run : NEW;
  }

  /** Whether both are the same run, or one is what the other wants. */
  public static boolean same(String one, String other) {
    return one.equals(other) || takes(one, other) || takes(other, one);
  }

  private static boolean takes(String wanted, String found) {
    return isWanted(wanted) && !isWanted(found) && isRun(found) && !wanted.equals(OTHER + found);
  }

  private static boolean isWanted(String run) {
    return run.startsWith(OTHER) || run.equals(NEW);
  }

  private static boolean isRun(String run) {
    return !run.equals(STOPPED) && !run.equals(RESTARTING);
  }
}
