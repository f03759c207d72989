package dev.rollback.crash;

import dev.rollback.sandbox.git.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The remote and the clone: every ref by what it holds, and every tree that is checked out. Each
 * update of a ref of the remote is a write, as its reflog tells, which is switched on for that.
 */
final class GitLedger implements Ledger {
  /** A branch that is named after a plan, which is another one in each run. */
  private static final Pattern OF_A_PLAN = Pattern.compile("(rollback/.*)[0-9a-f]{6,}");

  private final Repository git;

  GitLedger(Repository git) {
    this.git = git;
    git(git.remote(), "config", "core.logAllRefUpdates", "always");
  }

  @Override
  public String system() {
    return "git";
  }

  /** By the tree and the length of the history: the id of a commit has the time in it. */
  @Override
  public Map<String, Held> holds() {
    var held = new TreeMap<String, Held>();
    for (var place : List.of(git.remote(), git.checkout())) {
      for (var ref : git(place, "for-each-ref", "--format=%(refname)").lines().toList()) {
        var tree = git(place, "rev-parse", ref + "^{tree}").strip();
        var commits = git(place, "rev-list", "--count", ref).strip();
        held.put(
            place.getFileName() + " " + OF_A_PLAN.matcher(ref).replaceAll("$1…"),
            Held.lasting(tree + ", " + commits + " commits"));
      }
    }
    held.put("trees checked out", Held.lasting(worktrees()));
    return held;
  }

  private String worktrees() {
    return git(git.checkout(), "worktree", "list", "--porcelain")
        .lines()
        .filter(line -> line.startsWith("worktree "))
        .map(line -> Path.of(line.substring("worktree ".length())).getFileName().toString())
        .sorted()
        .toList()
        .toString();
  }

  @Override
  public Writes writes() {
    var logs = git.remote().resolve("logs");
    if (!Files.exists(logs)) {
      return Writes.NONE;
    }
    try (var files = Files.walk(logs)) {
      var updates = 0L;
      for (var log : files.filter(Files::isRegularFile).toList()) {
        updates += Files.readAllLines(log).size();
      }
      return new Writes(Map.of("updates of refs at the remote", updates));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void putBack(Map<String, Held> holdings) {
    if (!holds().equals(holdings)) {
      throw new IllegalStateException("refs have moved, which is not put back");
    }
  }

  private static String git(Path place, String... words) {
    var command = new java.util.ArrayList<>(List.of("git", "-C", place.toString()));
    command.addAll(List.of(words));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {}
}
