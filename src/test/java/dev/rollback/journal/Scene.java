package dev.rollback.journal;

import dev.rollback.cli.Shell;
import dev.rollback.drill.Keyspace;
import dev.rollback.drill.Production;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A person on call with two sets of keys to delete, {@code one:*} and {@code two:*}, and a gate in
 * between: each step is a change with a saved content.
 */
final class Scene {
  static final Shell.Answer TARGET = new Shell.Answer("name of the target", "sandbox");
  static final Shell.Answer GATE = new Shell.Answer("Go on?", "yes");
  private static final String RUNBOOK =
      """
      apiVersion: rollback/v1
      scenario: clean
      title: Keys that have to go
      owner: web-team
      steps:
        - id: one
          action: redis.delete-keys
          with: {pattern: "one:*"}
        - gate: Go on?
        - id: two
          action: redis.delete-keys
          with: {pattern: "two:*"}
      after:
        - check: redis.ping
      """;

  private final Production production;
  private final Path home;
  private final Shell shell;

  /** Begins with all keys there, and no run. */
  Scene(Production production, Path home) {
    this.production = production;
    this.home = home;
    this.shell = new Shell(home);
    production.configure(home, List.of());
    runbook(RUNBOOK);
    for (var prefix : List.of("one", "two")) {
      IntStream.rangeClosed(1, 3)
          .forEach(n -> production.redis().command(List.of("SET", prefix + ":" + n, "v" + n)));
    }
  }

  /** Replaces the runbook {@code clean}. */
  void runbook(String text) {
    try {
      Files.createDirectories(home.resolve("runbooks"));
      Files.writeString(home.resolve("runbooks/clean.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The runbook with more text in it, so that its journal is so many bytes longer. */
  void pad(int bytes) {
    runbook(RUNBOOK + "#".repeat(bytes - 1) + "\n");
  }

  Shell shell() {
    return shell;
  }

  /** Runs the scenario with everything answered. */
  Shell.Result run() {
    return shell.answering(List.of(TARGET, GATE), "scenario", "clean");
  }

  /** The values of the keys that are there, as Redis has them. */
  Map<String, String> keys() {
    return production.redis().read().entrySet().stream()
        .filter(e -> e.getKey().matches("(one|two):.*"))
        .collect(Collectors.toMap(Map.Entry::getKey, Scene::dump, (one, _) -> one, TreeMap::new));
  }

  private static String dump(Map.Entry<String, Keyspace.Value> key) {
    return key.getValue().dump();
  }

  /** Whether keys of this set are there. */
  boolean has(String set) {
    return keys().keySet().stream().anyMatch(k -> k.startsWith(set + ":"));
  }

  Path state() {
    return shell.state().resolve("rollback");
  }

  JournalStore store() {
    return Stores.at(state());
  }

  /** The directory of a run, the first being 1. */
  Path run(int number) {
    return state().resolve("runs").resolve("20260115-0300-%04d".formatted(number));
  }

  Path journal() {
    return run(1).resolve(JournalStore.JOURNAL);
  }

  /** The lines of the first run's journal; none where there is none. */
  List<String> lines() {
    try {
      return Files.exists(journal()) ? Files.readAllLines(journal()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is in a run's directory besides its lock, byte for byte. */
  Map<String, String> bytes(int number) {
    try {
      var bytes = new TreeMap<String, String>();
      for (var name : Durable.names(run(number))) {
        if (!name.equals("lock")) {
          var content = Files.readAllBytes(run(number).resolve(name));
          bytes.put(name, Sha256.hex(content, 0, content.length));
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
