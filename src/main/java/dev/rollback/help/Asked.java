package dev.rollback.help;

import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;

/**
 * Values that are completed by asking the program, since only it knows where they are written: it
 * reads files of this machine, and never reaches a target.
 */
public enum Asked {
  /** The names of runbooks. */
  SCENARIOS,
  /** The ids of runs. */
  RUNS,
  /** The targets of rollback.yaml. */
  TARGETS;

  /** The word by which a shell asks for them. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a path of a file can stand there instead. */
  boolean orPath() {
    return this == SCENARIOS;
  }

  /** Marks an option or an argument; the command line parser asks for a class. */
  public abstract static class Mark implements Iterable<String> {
    private final Asked what;

    /** Of these values. */
    protected Mark(Asked what) {
      this.what = what;
    }

    final Asked what() {
      return what;
    }

    /** The command line parser itself knows none of them. */
    @Override
    public final Iterator<String> iterator() {
      return Collections.emptyIterator();
    }
  }

  /** Marks what takes the name of a scenario. */
  public static final class Scenarios extends Mark {
    /** Made by the command line parser. */
    public Scenarios() {
      super(SCENARIOS);
    }
  }

  /** Marks what takes the name of a target. */
  public static final class Targets extends Mark {
    /** Made by the command line parser. */
    public Targets() {
      super(TARGETS);
    }
  }

  /** Marks what takes the id of a run. */
  public static final class Runs extends Mark {
    /** Made by the command line parser. */
    public Runs() {
      super(RUNS);
    }
  }
}
