package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of reverting commits on top of another one, in a repository of ours.
 *
 * @param tree the files afterwards
 * @param reverted those that changed something
 * @param already those of which nothing was left to take back
 * @param conflict the first that could not be reverted
 */
record RevertTrial(
    String tree, List<String> reverted, List<String> already, Optional<Conflict> conflict) {

  /**
   * A commit that cannot be reverted as it stands.
   *
   * @param files what is in conflict, with how
   */
  record Conflict(String commit, Map<String, String> files) {}

  /** Tries it. Each is made into the index alone; no commit is made, nothing of the user's runs. */
  static RevertTrial of(String tip, List<LogEntry> commits, Optional<Integer> mainline, Bench in) {
    in.goTo(tip);
    var tree = in.tree(tip);
    var reverted = new ArrayList<String>();
    var already = new ArrayList<String>();
    for (var commit : commits) {
      var conflict = revert(commit, mainline, in);
      if (conflict.isPresent()) {
        return new RevertTrial(tree, reverted, already, conflict);
      }
      var after = in.local("reverting " + commit.id(), "write-tree").strip();
      (after.equals(tree) ? already : reverted).add(commit.id());
      tree = after;
    }
    return new RevertTrial(tree, List.copyOf(reverted), List.copyOf(already), Optional.empty());
  }

  /** Reverts one in the index; says what is in conflict. */
  static Optional<Conflict> revert(LogEntry commit, Optional<Integer> mainline, Bench in) {
    var arguments = new ArrayList<>(List.of("revert", "--no-commit"));
    if (commit.merge()) {
      arguments.add("--mainline=" + mainline.orElse(1));
    }
    arguments.add(commit.id());
    var answer = in.run("", arguments.toArray(String[]::new));
    if (answer.ok()) {
      return Optional.empty();
    }
    var files = conflicts(in);
    if (files.isEmpty()) {
      Bench.orThrow("reverting " + commit.id(), answer);
    }
    return Optional.of(new Conflict(commit.id(), files));
  }

  /** Which sides of a file are in the index tells what is in conflict. */
  private static Map<String, String> conflicts(Bench in) {
    var stages = new LinkedHashMap<String, String>();
    for (var record : in.records("reading conflicts", "ls-files", "--unmerged", "-z")) {
      var tab = record.indexOf('\t');
      stages.merge(record.substring(tab + 1), record.substring(tab - 1, tab), String::concat);
    }
    stages.replaceAll((_, found) -> kind(found));
    return stages;
  }

  private static String kind(String stages) {
    return switch (stages) {
      case "123" -> "changed since";
      case "12" -> "to be deleted, and changed since";
      case "13" -> "deleted since";
      case "23" -> "there are two of it";
      default -> "in conflict";
    };
  }
}
