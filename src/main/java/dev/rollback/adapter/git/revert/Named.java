package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import dev.rollback.adapter.git.repository.CommitName;
import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The commits that a step names, found in the history of a branch.
 *
 * @param commits newest first, whatever the order in which they are named
 * @param staying later ones that are not named, newest first
 */
record Named(List<LogEntry> commits, List<LogEntry> staying) {
  /** More cannot be looked at by a person, and take long to try. */
  private static final int MOST = 500;

  private static final String ADVICE_FULL =
      "git rev-parse shows full ids; git log shows what is in ";

  /**
   * Finds them.
   *
   * @param tip the newest commit of the branch
   * @param branch its name, for people
   * @param ref the commit that a branch or tag of the remote points to
   */
  static Named find(
      RevertRequest request, String tip, String branch, UnaryOperator<String> ref, Bench bench) {
    var search = new Search(request, tip, branch, ref, bench);
    var ids = new LinkedHashSet<String>();
    for (var name : request.commits()) {
      ids.addAll(search.ids(CommitName.of(name)));
    }
    if (ids.size() > MOST) {
      throw SystemException.refused(
          "%d commits are named; %d are the most.".formatted(ids.size(), MOST),
          "Look at the range: git log --oneline FROM..TO");
    }
    return ids.isEmpty() ? new Named(List.of(), List.of()) : search.inOrder(ids);
  }

  /** Where they are looked for. */
  private record Search(
      RevertRequest request, String tip, String branch, UnaryOperator<String> ref, Bench bench) {

    Set<String> ids(CommitName name) {
      return switch (name) {
        case CommitName.One(var id) -> Set.of(ofBranch(id));
        case CommitName.Range(var from, var to) -> range(end(from), end(to), from + ".." + to);
      };
    }

    private String end(String name) {
      return ofBranch(CommitName.ID.matcher(name).matches() ? name : ref.apply(name));
    }

    private String ofBranch(String id) {
      if (!bench.has(id)) {
        throw SystemException.refused(
            "There is no commit %s in %s.".formatted(id, branch),
            "Check the id; " + ADVICE_FULL + branch + ".");
      }
      if (!bench.leadsTo(id, tip)) {
        throw SystemException.refused(
            "Commit %s is not part of %s, so that there is nothing to take back."
                .formatted(id, branch),
            "Name commits that led to its newest one, " + tip + "; " + ADVICE_FULL + branch + ".");
      }
      return id;
    }

    private Set<String> range(String from, String to, String shown) {
      if (!bench.leadsTo(from, to)) {
        throw SystemException.refused(
            "%s: %s did not lead to %s.".formatted(shown, from, to),
            "Write the older end first; the range begins with the commit after it.");
      }
      var arguments = new ArrayList<>(List.of("rev-list", "--max-count=" + (MOST + 1)));
      if (request.mainline().isPresent()) {
        arguments.add("--first-parent");
      }
      arguments.add(to);
      arguments.add("^" + from);
      return bench
          .lines("resolving " + shown, arguments.toArray(String[]::new))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A child comes before its parents, whatever their clocks said. */
    Named inOrder(Set<String> ids) {
      var octopus = new ArrayList<>(List.of("merge-base", "--octopus"));
      octopus.addAll(ids);
      // Where they share nothing it fails without a word, and all of the history is read.
      var common = bench.run("", octopus.toArray(String[]::new)).out().strip();
      var since = new ArrayList<>(List.of("log", "-z", "--topo-order", LogEntry.FORMAT, tip));
      if (!common.isEmpty()) {
        since.add("--not");
        since.add(common.lines().findFirst().orElseThrow() + "^@");
      }
      since.add("--");
      var history =
          bench.records("reading the history", since.toArray(String[]::new)).stream()
              .map(LogEntry::of)
              .toList();
      var named = history.stream().filter(c -> ids.contains(c.id())).toList();
      named.forEach(this::mainline);
      return new Named(named, staying(history, ids));
    }

    private void mainline(LogEntry commit) {
      if (!commit.merge()) {
        return;
      }
      var mainline =
          request
              .mainline()
              .orElseThrow(
                  () ->
                      SystemException.refused(
                          "%s is a merge of %s; it is not said which of them stays."
                              .formatted(commit.label(), parents(commit)),
                          "Write `mainline: 1` to keep the first and take back what was merged"
                              + " into it."));
      if (mainline > commit.parents().size()) {
        throw SystemException.refused(
            "%s has %d parents, and `mainline` is %d."
                .formatted(commit.label(), commit.parents().size(), mainline),
            "They are " + parents(commit) + ".");
      }
    }

    private static String parents(LogEntry commit) {
      return commit.parents().stream().map(CommitName::shown).collect(Collectors.joining(" and "));
    }

    /** Those that came after one that is named: what is built upon it, as far as history tells. */
    private static List<LogEntry> staying(List<LogEntry> newestFirst, Set<String> ids) {
      var after = new HashSet<String>();
      var staying = new ArrayList<LogEntry>();
      for (var commit : newestFirst.reversed()) {
        var named = ids.contains(commit.id());
        if (named || commit.parents().stream().anyMatch(after::contains)) {
          after.add(commit.id());
          if (!named) {
            staying.addFirst(commit);
          }
        }
      }
      return List.copyOf(staying);
    }
  }

  /** These, in this order, of which it was found out before where they stand. */
  static Named these(List<String> ids, Bench bench) {
    var known = byId(ids, bench);
    return new Named(
        ids.stream().flatMap(id -> Optional.ofNullable(known.get(id)).stream()).toList(),
        List.of());
  }

  /** Their ids. */
  List<String> ids() {
    return commits.stream().map(LogEntry::id).toList();
  }

  /** How a person is told of commits: so many at most. */
  static String labels(List<LogEntry> commits, int most) {
    var shown = commits.stream().limit(most).map(LogEntry::label).collect(Collectors.joining("; "));
    return commits.size() <= most ? shown : shown + "; and " + (commits.size() - most) + " more";
  }

  /** Commits by their ids. */
  static Map<String, LogEntry> byId(List<String> ids, Bench bench) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var said =
        bench.localWith(
            String.join("\n", ids) + "\n",
            "reading commits",
            "log",
            "-z",
            "--no-walk=unsorted",
            "--stdin",
            LogEntry.FORMAT);
    return Arrays.stream(said.split("\0"))
        .filter(r -> !r.isEmpty())
        .map(LogEntry::of)
        .collect(Collectors.toMap(LogEntry::id, c -> c));
  }
}
