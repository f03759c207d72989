package dev.rollback.cli;

import dev.rollback.action.Connection;
import dev.rollback.action.Fact;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.PinsText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Asks the systems of a target what they are; all at the same time. */
final class LivePins {
  private final Workspace workspace;
  private final Workspace.Configured configured;
  private final String target;
  private final List<String> only;

  /**
   * For one target.
   *
   * @param only the connections to ask; empty for all
   */
  LivePins(Workspace workspace, Workspace.Configured configured, String target, List<String> only) {
    this.workspace = workspace;
    this.configured = configured;
    this.target = target;
    this.only = only;
  }

  /** What came of asking one system. */
  private sealed interface Answer {
    record Told(PinsText.Row row) implements Answer {}

    record Silent(Diagnostic why) implements Answer {}
  }

  /**
   * Each system that can be pinned.
   *
   * @throws RefusedException naming every system that cannot be asked
   */
  List<PinsText.Row> read() {
    var named = configured.configuration().target(target);
    // As they are pinned, and as they are: a pin that does not hold closes its connection.
    try (var pinned = workspace.session(configured, named);
        var free = workspace.session(configured, named.unpinned())) {
      var ways = chosen(free.ways());
      var answers = all(ways.stream().<Callable<Answer>>map(w -> () -> ask(pinned, w)).toList());
      var rows = new ArrayList<PinsText.Row>();
      var silent = new ArrayList<Diagnostic>();
      for (var answer : answers) {
        switch (answer) {
          case Answer.Told(var row) -> rows.add(row);
          case Answer.Silent(var why) -> silent.add(why);
        }
      }
      if (!silent.isEmpty()) {
        throw new RefusedException(silent);
      }
      return rows;
    }
  }

  private List<Session.Way> chosen(List<Session.Way> ways) {
    var labels = ways.stream().map(Session.Way::label).toList();
    for (var label : only) {
      if (!labels.contains(label)) {
        throw new UserException(
            "target '" + target + "' has no connection '" + label + "'",
            DidYouMean.among(label, labels)
                .map(meant -> "Did you mean '" + meant + "'?")
                .orElse("There are: " + String.join(", ", labels) + "."));
      }
    }
    return ways.stream()
        .filter(way -> only.isEmpty() || only.contains(way.label()))
        .filter(way -> way.pin().settable())
        .toList();
  }

  private static Answer ask(Session pinned, Session.Way free) {
    if (free.connection().isEmpty()) {
      return new Answer.Silent(free.problem().orElseThrow());
    }
    var was =
        pinned.ways().stream()
            .filter(w -> w.label().equals(free.label()))
            .findFirst()
            .orElseThrow();
    var wanted = was.pin().wanted();
    try {
      var contrary = was.connection().flatMap(LivePins::contrary);
      if (was.pin().set() && contrary.isEmpty()) {
        return new Answer.Told(
            new PinsText.Row(free.label(), PinsText.State.HOLDS, wanted, wanted));
      }
      var is = facts(free.connection().get(), free.pin().possible());
      if (is.isEmpty()) {
        return new Answer.Silent(silent(free, "it does not tell what it is", ""));
      }
      if (was.pin().set() && is.entrySet().containsAll(wanted.entrySet())) {
        throw contrary.orElseThrow(); // the same facts, and yet it could not be proved
      }
      var state = was.pin().set() ? PinsText.State.OTHER : PinsText.State.NEW;
      return new Answer.Told(new PinsText.Row(free.label(), state, wanted, is));
    } catch (SystemException e) {
      return new Answer.Silent(silent(free, e.problem(), e.advice().orElse("")));
    }
  }

  /** What speaks against a pin; whether that is another system, asking without the pin tells. */
  private static Optional<SystemException> contrary(Connection<?, ?> connection) {
    try {
      connection.confirm();
      return Optional.empty();
    } catch (SystemException e) {
      return Optional.of(e);
    }
  }

  private static Map<String, String> facts(Connection<?, ?> connection, List<Fact> possible) {
    var facts = new LinkedHashMap<String, String>();
    possible.forEach(f -> connection.fact(f.name()).ifPresent(v -> facts.put(f.name(), v)));
    return facts;
  }

  private static Diagnostic silent(Session.Way way, String problem, String advice) {
    return Diagnostic.error(way.label() + " cannot be pinned: " + problem)
        .advise(
            (advice.isEmpty() ? "" : advice + "\n")
                + "Nothing was written. To pin the others alone, name them with --connection.");
  }

  private static List<Answer> all(List<Callable<Answer>> questions) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Answer>();
      for (var answer : executor.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SystemException.refused("it was interrupted", "Start it again.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a system failed in a way that no adapter may", e.getCause());
    }
  }
}
