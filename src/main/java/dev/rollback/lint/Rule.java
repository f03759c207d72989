package dev.rollback.lint;

import dev.rollback.shape.Names;

/** The rules; the name in lower case, with hyphens, is what people and programs call it. */
public enum Rule {
  /** A bulk action without a limit of its own. */
  BULK_WITHOUT_LIMIT(
      "A bulk action without a limit of its own.",
      "Say how many objects it may move at most, as in `limit: {keys: 5000}`: a pattern that"
          + " matches too much is refused then."),
  /** A bulk or one-way action that nobody is asked about. */
  NO_GATE(
      "A bulk action, or a one-way action that is more than a message, and no gate before it.",
      "Put a `gate:` before it, so that somebody looks once more when its turn has come."),
  /** A failure that is passed over. */
  CONTINUE_ON_CHANGE(
      "A change whose failure does not stop the run.",
      "Take `on-failure: undo` or `stop`: the steps after it were previewed on what it should have"
          + " made."),
  /** Maintenance that lasts. */
  MAINTENANCE_NOT_TEMPORARY(
      "Something is put into maintenance, and is not taken out of it by itself.",
      "Add `temporary: run`, or a time after which it is taken back, as in `temporary: PT30M`."),
  /** Two settings of which one makes the other one useless. */
  SET_WHILE_OFF(
      "A setting of what the same run switches off.",
      "Make them alternatives under `choose`: what is off has no height."),
  /** A review that is overdue. */
  REVIEW_OVERDUE(
      "The review is overdue.",
      "Rehearse it with `rollback drill`, mend what has changed, and set `review: last`."),
  /** No review at all. */
  NO_REVIEW(
      "Nobody has said when it is to be reviewed.",
      "Add `review: {last: YYYY-MM-DD, every: P90D}`."),
  /** Nothing must hold before the first step. */
  NO_BEFORE(
      "No check must pass before step 1.",
      "Add what tells this incident from others under `before:` or `evidence:`."),
  /** Steps that change something, whatever the cause is. */
  NO_DIAGNOSIS(
      "Steps change something, and no diagnosis tells for which cause.",
      "Read the symptoms under `evidence:`, and name the causes that they show under `diagnosis:`:"
          + " run on another fault, it changes nothing then."),
  /** A cause that decides nothing. */
  UNUSED_CAUSE(
      "A cause that no condition asks for, where there are several.",
      "Ask for it where it matters, as in `when: \"'NAME' in causes\"`: what stands under no"
          + " condition is done for every cause."),
  /** A time that may be exceeded without anybody being told. */
  BUDGET_WITHOUT_ESCALATION(
      "A phase has a budget, and there is nobody to tell when it is over.",
      "Add `contacts: {escalate-to: ...}`."),
  /** What nobody has filled in. */
  PLACEHOLDER(
      "A contact, an owner or a title that nobody has filled in.",
      "Write who or what it is: in an incident there is no time to find out."),
  /** Times that contradict each other. */
  BUDGETS_OVER_ESTIMATE(
      "The phases may take longer than the estimate of the whole.",
      "Measure it with `rollback drill`, and correct the one that is wrong."),
  /** A change that cannot be undone, found on a live target. */
  IRREVERSIBLE_WITHOUT_GATE(
      "A change that cannot be undone, and no gate before it (with --target).",
      "Put a `gate:` before it."),
  /** A controller that will undo a change, found on a live target. */
  COMPETING_CONTROLLER(
      "A controller may undo the change, and is not suspended before it (with --target).",
      "Suspend it before this step, or change what it works from.");

  private final String meaning;
  private final String advice;

  Rule(String meaning, String advice) {
    this.meaning = meaning;
    this.advice = advice;
  }

  /** {@code bulk-without-limit}. */
  public String id() {
    return Names.word(name());
  }

  /** What it finds. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
