package dev.rollback.fidelity;

import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Start states of a real server and runbooks for them; one for each action, and some for chains.
 */
public interface Subject extends AutoCloseable {

  /** What the figures call it. */
  String name();

  /** The actions of which its runbooks consist. */
  Set<String> actions();

  /** Brings the server into a state that was drawn at random, and gives a runbook for it. */
  Case next(Random random);

  /** With a connection to the server. */
  Workbench workbench();

  /** How many writes the server has seen, counted at the server. */
  long writes();

  /** What the server holds, in a form that can be compared. */
  Object snapshot();

  @Override
  void close();

  /**
   * One start state.
   *
   * @param runbook the sections of a runbook for it
   * @param drifts what somebody else may do between the plan and the run
   */
  record Case(String runbook, List<Drift> drifts) {}

  /**
   * Something that somebody else does.
   *
   * @param kind what the figures call it
   * @param harmless whether it is none of the runbook's business, or covered by what was approved
   */
  record Drift(String kind, boolean harmless, Runnable happen) {
    static Drift harmful(String kind, Runnable happen) {
      return new Drift(kind, false, happen);
    }

    static Drift harmless(String kind, Runnable happen) {
      return new Drift(kind, true, happen);
    }
  }
}
