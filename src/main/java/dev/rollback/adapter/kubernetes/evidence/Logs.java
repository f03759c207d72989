package dev.rollback.adapter.kubernetes.evidence;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Secrets;
import dev.rollback.action.Target;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Terminating;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts lines in the logs of a workload. */
@Doc(
    "Counts the lines that match a pattern in the logs of all pods of a workload, of all their"
        + " containers and of the runs before a restart, in a window. Pods that are being deleted do"
        + " not count, and of those that are gone there is no log any more. A log that could not be"
        + " read completely is inconclusive.")
public record Logs(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc("The container, or init container; all of them when it is missing.")
        Optional<String> container,
    @Doc(
            "What a line must contain, as a regular expression (RE2 syntax, which cannot run away):"
                + " (?i) at its beginning ignores case.")
        String pattern,
    @Doc("How far back, by the API server's clock.") @Default("PT10M") Duration window,
    @Doc("How many lines there must be in all; with fewer, the check is inconclusive.")
        @Default("1")
        int atLeast,
    @Doc("How much is read of each run of a container; a log with more is read in part.")
        @Default("4")
        int megabytes,
    @Doc(
            "Whether to judge what could be read, where a log was too long, a pod went away, or"
                + " older runs of a container in the window are no longer kept.")
        @Default("false")
        boolean allowIncomplete)
    implements Check<Logs.Values, KubernetesReader> {
  private static final int MOST_MEGABYTES = 64;

  /** What is read. */
  @Doc("What the logs have.")
  public record Values(
      @Doc("How many lines match.") int matches,
      @Doc("How many lines there are.") int lines,
      @Doc("Of how many pods.") int pods,
      @Doc("Matching lines in a minute, over the whole window.") double rate,
      @Doc("Matching lines among all, 0 to 1; 0 where there are no lines.") double ratio,
      @Doc("What could not be read; empty where everything could.") List<String> missing,
      @Doc("The beginning of the newest matching line, with what looks like a secret masked.")
          String sample) {}

  /** Refuses what could never be read. */
  public Logs {
    WorkloadName.of(deployment, statefulset, daemonset);
    if (!window.isPositive()) {
      throw new IllegalArgumentException("the window is " + window + "; it must be longer than 0");
    }
    if (megabytes < 1 || megabytes > MOST_MEGABYTES) {
      throw new IllegalArgumentException(
          "megabytes is %d; it can be 1 to %d".formatted(megabytes, MOST_MEGABYTES));
    }
    if (atLeast < 0) {
      throw new IllegalArgumentException("at-least is " + atLeast + "; it cannot be less than 0");
    }
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("the pattern is empty, and matches every line");
    }
    compile(pattern);
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is no regular expression of RE2: %s".formatted(pattern, e.getDescription()), e);
    }
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  @Override
  public Target target() {
    return Target.of(workload().toString());
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Stream.concat(
            Access.toReadPods(workload()).stream(),
            Stream.of(Access.core("get", "pods/log").requirement()))
        .toList();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty();
  }

  @Override
  public Reading<Values> read(KubernetesReader system) {
    var objects = system.objects();
    var pods = Terminating.without(system.pods(system.workload(workload())));
    if (pods.isEmpty()) {
      return new Reading.Nothing<>(workload() + " has no pods, so there is no log");
    }
    var from = objects.now().minus(window);
    var search = new LogSearch(compile(pattern), from, megabytes << 20);
    PodRuns.of(pods, container, from, workload()).forEach(run -> search.read(run, objects));
    return judge(search, pods.size(), system.secrets());
  }

  private Reading<Values> judge(LogSearch search, int pods, Secrets secrets) {
    var found =
        "%d of %d lines in the last %s match"
            .formatted(search.matches(), search.lines(), Spans.text(window));
    if (!search.missing().isEmpty() && !allowIncomplete) {
      return new Reading.Nothing<>(
          "the logs could not be read completely: %s; at least %s"
              .formatted(String.join("; ", search.missing()), found));
    }
    if (search.runs() == 0) {
      return new Reading.Nothing<>("no container of " + workload() + " has started yet");
    }
    return search.lines() < atLeast
        ? new Reading.Nothing<>(
            "%s has too few lines to judge: %s, and there must be at least %d"
                .formatted(workload(), found, atLeast))
        : new Reading.Values<>(values(search, pods, secrets));
  }

  private Values values(LogSearch search, int pods, Secrets secrets) {
    var minutes = window.toMillis() / 60_000.0;
    return new Values(
        search.matches(),
        search.lines(),
        pods,
        search.matches() / minutes,
        search.lines() == 0 ? 0 : (double) search.matches() / search.lines(),
        search.missing(),
        search.newest().map(secrets::masked).map(LogSample::of).orElse(""));
  }
}
