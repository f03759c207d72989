package dev.rollback.diagnostic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code rollback help TOPIC} explains. A topic is a page of the documentation or a section of
 * one, so its text stands in one place only. A problem may name the topic that explains it.
 */
public enum Topic {
  /** The words that are used everywhere. */
  CONCEPTS("concepts", "What the words mean", "docs/concepts.md", ""),
  /** How a runbook is written. */
  RUNBOOKS("runbooks", "How to write a runbook", "docs/runbook.md", ""),
  /** Every key of a runbook. */
  RUNBOOK_KEYS("runbook-keys", "Every key of a runbook", "docs/reference/runbook-keys.md", ""),
  /** All of rollback.yaml. */
  CONFIGURATION(
      "configuration", "All of rollback.yaml: targets, roles, policy", "docs/configuration.md", ""),
  /** Where a run goes. */
  TARGETS("targets", "Where a run goes", "docs/configuration.md", "Targets"),
  /** Which system must be at an address. */
  PINS("pins", "How a connection is held to the right system", "docs/configuration.md", "Pins"),
  /** What may be done without asking. */
  POLICY("policy", "What a target asks before a run", "docs/configuration.md", "Policy"),
  /** Where secrets are. */
  SECRETS(
      "secrets", "Where secrets are, and where they are not", "docs/configuration.md", "Secrets"),
  /** The variables. */
  ENVIRONMENT(
      "environment", "Environment variables", "docs/configuration.md", "Environment variables"),
  /** What is probed. */
  PREFLIGHT(
      "preflight", "What is probed before step 1", "docs/running.md", "Before: can it be done?"),
  /** How to read a plan. */
  PREVIEW("preview", "How to read a plan", "docs/running.md", "The preview"),
  /** What is asked. */
  GATES(
      "gates",
      "What is asked, of whom, and what --yes answers",
      "docs/running.md",
      "The questions"),
  /** Plans in files. */
  SAVED_PLANS(
      "saved-plans", "A plan now, applied later", "docs/running.md", "A plan now, applied later"),
  /** Signed approvals. */
  APPROVALS("approvals", "Signed approvals of others", "docs/running.md", "Approvals"),
  /** How a run goes on. */
  CRASH_AND_RESUME(
      "crash-and-resume", "After Ctrl-C, a crash or kill -9", "docs/running.md", "Interrupted"),
  /** How a run is taken back. */
  UNDO("undo", "Taking back a run, or steps of it", "docs/running.md", "Undo"),
  /** Who may move a target. */
  LEASE("lease", "One run at a time", "docs/running.md", "One run at a time"),
  /** Changes for a time. */
  TEMPORARY_CHANGES(
      "temporary-changes",
      "Changes that are taken back when their time is over",
      "docs/running.md",
      "Temporary changes and timers"),
  /** What a run leaves. */
  EVIDENCE(
      "evidence", "The journal, the report, and what they prove", "docs/running.md", "The journal"),
  /** What a scenario is for. */
  DIAGNOSIS("diagnosis", "Causes, and what is done about which", "docs/runbook.md", "Diagnosis"),
  /** Who is told. */
  NOTIFICATIONS("notifications", "Who is told of what", "docs/runbook.md", "Who is told"),
  /** How much a run may move. */
  LIMITS("limits", "How much a run may move", "docs/runbook.md", "Limits"),
  /** What would change it back. */
  CONTROLLERS(
      "controllers",
      "Autoscalers and operators that would change it back",
      "docs/runbook.md",
      "Controllers that would undo it"),
  /** Practice. */
  DRILLS("drills", "Runs where nothing can break", "docs/drill.md", ""),
  /** Seeing a run. */
  WATCHING("watching", "What is shown while a run goes on", "docs/running.md", "While it runs"),
  /** After a deployment. */
  CI("ci", "Checks after a deployment", "docs/ci.md", ""),
  /** For programs. */
  OUTPUT("output", "What is said to programs, and logs", "docs/output.md", ""),
  /** Rules for runbooks. */
  LINT("lint", "Rules for runbooks", "docs/lint.md", ""),
  /** The package, and completion. */
  INSTALLING("installing", "The package, man pages, completion", "docs/install.md", ""),
  /** What the process says. */
  EXIT_CODES("exit-codes", "What each exit code means", "README.md", "Exit codes"),
  /** Exit code 3. */
  REFUSED("refused", "Exit code 3: refused before the first change", "docs/trouble.md", "Refused"),
  /** Somebody else's change. */
  DRIFT("drift", "Somebody else has changed it", "docs/trouble.md", "Drift"),
  /** Sent, and no answer. */
  UNKNOWN_OUTCOME(
      "unknown-outcome", "Sent, and no answer came", "docs/trouble.md", "Unknown outcome"),
  /** Exit code 6. */
  PERSON_NEEDED(
      "person-needed", "Exit code 6: a person is needed", "docs/trouble.md", "A person is needed"),
  /** A journal that does not hold. */
  DAMAGED_JOURNAL(
      "damaged-journal", "A record that does not hold", "docs/trouble.md", "A damaged journal"),
  /** A secret that cannot be read. */
  MISSING_SECRET(
      "missing-secret", "A secret that cannot be read", "docs/trouble.md", "A missing secret"),
  /** How secrets are treated, what is connected to. */
  SECURITY("security", "How secrets are treated, what it connects to", "SECURITY.md", "");

  private final String word;
  private final String title;
  private final String file;
  private final String section;

  Topic(String word, String title, String file, String section) {
    this.word = word;
    this.title = title;
    this.file = file;
    this.section = section;
  }

  /** The word after {@code rollback help}. */
  public String word() {
    return word;
  }

  /** What it is about, in a few words. */
  public String title() {
    return title;
  }

  /** The page, as a path in the repository. */
  public String file() {
    return file;
  }

  /** The heading of the section; empty for the whole page. */
  public String section() {
    return section;
  }

  /** The command that shows it. */
  public String command() {
    return "rollback help " + word;
  }

  /** The topic of this word. */
  public static Optional<Topic> named(String word) {
    return Arrays.stream(values()).filter(t -> t.word.equals(word)).findFirst();
  }

  /** All words, in the order in which they are listed. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Topic::word).toList();
  }
}
