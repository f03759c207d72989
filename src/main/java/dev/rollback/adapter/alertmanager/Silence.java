package dev.rollback.adapter.alertmanager;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.alertmanager.AlertmanagerReader.Draft;
import dev.rollback.adapter.alertmanager.AlertmanagerReader.Existing;
import dev.rollback.adapter.alertmanager.AlertmanagerReader.Matching;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Doc;
import dev.rollback.shape.PlanTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code alertmanager.silence}: no calls for alerts that the run itself may cause. A silence is
 * ours by its matchers, its owner and its comment.
 */
@Doc(
    "Silences alerts until a time, which is counted from the plan. The silence is the one with"
        + " these matchers, this owner and this comment: one that is there is extended, and is"
        + " never shortened. Undo ends it, or gives it back the end it had; with `temporary: run`"
        + " that is done when the steps are through.")
public record Silence(
    @Doc("The labels that an alert must have, with their exact values.") Map<String, String> match,
    @Doc(
            "Labels whose values a regular expression must match as a whole. One that matches"
                + " nearly everything is refused.")
        Map<String, String> matchRegex,
    @Doc("How long, counted from the plan: PT45M. The connection says how long at most.")
        Duration duration,
    @Doc("Who answers for it: a person or a team that can be reached.") String owner,
    @Doc("Why, for those who wonder why they were not called.") String comment,
    @Doc("The moment of the plan.") PlanTime at)
    implements Action<Silence.State, AlertmanagerReader, AlertmanagerWriter> {
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  /** What is moved. */
  @Doc("Whether these alerts are silenced.")
  public record State(
      @Doc("Until when; missing where they are not silenced.") Optional<Instant> until) {}

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they would silence everything, or nobody answers for them
   */
  public Silence {
    if (match.isEmpty() && matchRegex.isEmpty()) {
      throw new IllegalArgumentException("without `match` it would silence every alert");
    }
    match.forEach((name, value) -> new Matcher(name, value, false));
    matchRegex.forEach((name, value) -> new Matcher(name, value, true));
    if (match.keySet().stream().anyMatch(matchRegex::containsKey)) {
      throw new IllegalArgumentException("a label is in `match` and in `match-regex`");
    }
    if (duration.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("`duration` is at least ten seconds (PT10S)");
    }
    if (owner.isBlank() || comment.isBlank()) {
      throw new IllegalArgumentException("`owner` and `comment` are there to be read: not empty");
    }
  }

  private List<Matcher> matchers() {
    return Stream.concat(
            match.entrySet().stream().map(e -> new Matcher(e.getKey(), e.getValue(), false)),
            matchRegex.entrySet().stream().map(e -> new Matcher(e.getKey(), e.getValue(), true)))
        .sorted()
        .toList();
  }

  private Draft draft() {
    return new Draft(
        matchers().stream().map(m -> new Matching(m.name(), m.value(), m.regex(), true)).toList(),
        owner,
        comment);
  }

  /** To the second, as the server keeps it however it writes its times. */
  private Instant wanted() {
    return at.at().plus(duration).truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public Target target() {
    return Target.of(
        "silence of {%s}"
            .formatted(matchers().stream().map(Matcher::text).collect(Collectors.joining(", "))),
        owner + ": " + comment);
  }

  @Override
  public List<Requirement<AlertmanagerReader>> requirements() {
    return List.of(
        Requirement.both("read silences and alerts", AlertmanagerReader::mayRead),
        Requirement.both("create silences", AlertmanagerReader::mayCreate),
        Requirement.undo("expire silences", AlertmanagerReader::mayExpire));
  }

  @Override
  public Risk risk(State before, State after) {
    return Risk.REVERSIBLE;
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Observed<State> observe(AlertmanagerReader system) {
    if (duration.compareTo(system.longest()) > 0) {
      throw SystemException.refused(
          "a silence of " + duration + " is longer than one may last here: " + system.longest(),
          "Give it a shorter `duration`; or raise `longest` of the connection in rollback.yaml.");
    }
    var all = system.silences();
    var ours = ours(all);
    return new Observed<>(
        state(ours), version(ours), new SilenceNotes(this.matchers(), draft()).of(all, system));
  }

  private List<Existing> ours(List<Existing> all) {
    return all.stream().filter(s -> s.draft().equals(draft())).toList();
  }

  private static State state(List<Existing> ours) {
    return new State(
        ours.stream()
            .map(Existing::ends)
            .max(Comparator.naturalOrder())
            .map(end -> end.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** Two silences may have been made at the same time; a change of any of them is a change. */
  private static String version(List<Existing> ours) {
    return ours.isEmpty()
        ? "none"
        : ours.stream().map(s -> s.id() + " " + s.updated()).collect(Collectors.joining(", "));
  }

  @Override
  public State desired(State before) {
    return before.until().filter(end -> !end.isBefore(wanted())).isPresent()
        ? before
        : new State(Optional.of(wanted()));
  }

  @Override
  public void write(Observed<State> from, State to, AlertmanagerWriter system) {
    var ours = ours(system.silences());
    if (!version(ours).equals(from.version())) {
      throw SystemException.refused(
          target().object() + " was changed meanwhile; nothing was written.",
          "See who changes it, then plan again.");
    }
    var end = to.until().filter(e -> e.isAfter(system.now()));
    if (end.isEmpty()) {
      end(to, ours, system);
    } else if (ours.isEmpty()) {
      system.create(draft(), end.get());
    } else {
      system.end(ours.getFirst(), end.get());
      ours.stream().skip(1).forEach(system::expire);
    }
  }

  /** An end that is past is kept by having no silence; a new one would be over before it began. */
  private void end(State to, List<Existing> ours, AlertmanagerWriter system) {
    if (to.until().filter(wanted()::equals).isPresent()) {
      throw SystemException.refused(
          "the silence would have ended already: " + wanted(),
          "Plan again: its end is counted from the plan.");
    }
    ours.forEach(system::expire);
  }

  @Override
  public Readiness ready(State wanted, AlertmanagerReader system) {
    var now = state(ours(system.silences()));
    var over = wanted.until().filter(end -> !end.isAfter(system.now())).isPresent();
    return now.equals(wanted) || (over && now.until().isEmpty())
        ? new Readiness.Ready()
        : new Readiness.Stuck("it no longer is as it was written: somebody has changed it since");
  }
}
