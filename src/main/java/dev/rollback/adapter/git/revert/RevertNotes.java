package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import dev.rollback.adapter.git.revert.RevertRequest.Landing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person should know before commits are taken back.
 *
 * @param where the branch stands
 * @param remote its name
 * @param signs whether the commits are signed here
 */
record RevertNotes(RevertRequest request, String where, String remote, boolean signs, Bench bench) {
  private static final int COMMITS = 20;
  private static final int FILES = 20;

  /** Of what was tried on top of a commit. */
  List<String> of(Named named, RevertTrial trial, String line) {
    var notes = new ArrayList<String>();
    add(notes, "Takes back, newest first: ", some(named.commits(), trial.reverted()));
    add(notes, "Nothing is left to take back of: ", some(named.commits(), trial.already()));
    add(notes, "Stays, though it came later: ", named.staying());
    if (!trial.reverted().isEmpty()) {
      notes.add(files(line, trial.tree()));
      notes.add(landing());
      notes.add(
          "To git these commits stay merged: merging them again brings nothing back. What brings"
              + " them back is a revert of the reverts.");
      if (signs) {
        notes.add("The commits are signed (commit.gpgsign): the key must be there without asking.");
      }
    }
    return List.copyOf(notes);
  }

  private String landing() {
    return switch (request.landing()) {
      case Landing.InClone(var branch) ->
          "The branch is made in %s, and pushed by nobody: git push %s %s"
              .formatted(where, remote, branch);
      case Landing.OnRemote _ ->
          "The branch is pushed to %s; merge it by a pull request.".formatted(where);
      case Landing.Onto(var branch) ->
          "They are pushed onto %s itself, of %s. Its undo pushes commits that bring the changes"
                  .formatted(branch, where)
              + " back; the history keeps both.";
    };
  }

  private static void add(List<String> notes, String what, List<LogEntry> commits) {
    if (!commits.isEmpty()) {
      notes.add(what + Named.labels(commits, COMMITS));
    }
  }

  private static List<LogEntry> some(List<LogEntry> commits, List<String> ids) {
    return commits.stream().filter(c -> ids.contains(c.id())).toList();
  }

  /** {@code 2 files change, +3 -17 lines: a.py +1 -7; b/c.py +2 -10}. */
  private String files(String line, String tree) {
    var files =
        bench
            .records(
                "comparing files",
                "diff-tree",
                "-r",
                "-z",
                "--no-renames",
                "--numstat",
                line + "^{tree}",
                tree)
            .stream()
            .map(r -> r.split("\t", 3))
            .toList();
    var shown =
        files.stream()
            .limit(FILES)
            .map(f -> f[0].equals("-") ? f[2] + " (binary)" : f[2] + " +" + f[0] + " -" + f[1])
            .collect(Collectors.joining("; "));
    return "%d %s, +%d -%d lines: %s%s"
        .formatted(
            files.size(),
            files.size() == 1 ? "file changes" : "files change",
            files.stream().mapToLong(f -> count(f[0])).sum(),
            files.stream().mapToLong(f -> count(f[1])).sum(),
            shown,
            files.size() > FILES ? "; and " + (files.size() - FILES) + " more" : "");
  }

  private static long count(String lines) {
    return lines.equals("-") ? 0 : Long.parseLong(lines);
  }
}
