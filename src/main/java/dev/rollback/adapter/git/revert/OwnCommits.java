package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commits that one plan has put at the end of a branch, and what they amount to. They are told
 * by a line in their messages, since their ids are not known before they are made.
 *
 * @param base the commit below them
 * @param commits oldest first
 */
record OwnCommits(String base, List<Own> commits) {
  private static final String TRAILER = "Rollback-Plan";
  private static final Pattern MARK = Pattern.compile("(?m)^" + TRAILER + ": (\\S+)/(\\S+)$");
  private static final Pattern REVERTS =
      Pattern.compile("This reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\\b");
  private static final String PAGE = "50";

  /**
   * One of them.
   *
   * @param step whose it is
   * @param original the commit that it takes back or brings back
   * @param takesBack which of the two
   */
  record Own(String id, String step, String original, boolean takesBack) {}

  /** A commit as it was read. */
  private record Read(String id, String parent, String message) {
    static Read of(String record) {
      var fields = record.split("\u0001", 3);
      return new Read(fields[0], fields[1].split(" ", 2)[0], fields[2]);
    }

    private Optional<String> step(String plan) {
      var mark = MARK.matcher(message);
      return mark.find() && mark.group(1).equals(plan)
          ? Optional.of(mark.group(2))
          : Optional.empty();
    }

    private Optional<String> reverts() {
      var said = REVERTS.matcher(message);
      return said.find() ? Optional.of(said.group(1)) : Optional.empty();
    }
  }

  /** The line that tells them, as {@code git commit --trailer} takes it. */
  static String trailer(String plan, String step) {
    return TRAILER + ": " + plan + "/" + step;
  }

  /** Those at the end of what led to a commit. */
  static OwnCommits at(String tip, String plan, Bench bench) {
    var newestFirst = new ArrayList<Read>();
    var from = tip;
    while (true) {
      var page = page(from, bench);
      for (var read : page) {
        if (read.step(plan).isEmpty() || read.reverts().isEmpty()) {
          return new OwnCommits(read.id(), effects(newestFirst.reversed(), plan));
        }
        newestFirst.add(read);
      }
      from = page.getLast().parent();
    }
  }

  private static List<Read> page(String from, Bench bench) {
    return bench
        .records(
            "reading its history",
            "log",
            "-z",
            "--first-parent",
            "--format=tformat:%H%x01%P%x01%B",
            "-n",
            PAGE,
            from)
        .stream()
        .map(Read::of)
        .toList();
  }

  private static List<Own> effects(List<Read> oldestFirst, String plan) {
    var known = new LinkedHashMap<String, Own>();
    for (var read : oldestFirst) {
      var reverted = read.reverts().orElseThrow();
      var earlier = Optional.ofNullable(known.get(reverted));
      known.put(
          read.id(),
          new Own(
              read.id(),
              read.step(plan).orElseThrow(),
              earlier.map(Own::original).orElse(reverted),
              earlier.map(e -> !e.takesBack()).orElse(true)));
    }
    return List.copyOf(known.values());
  }

  /** Whether there are none. */
  boolean none() {
    return commits.isEmpty();
  }

  /** What a step has named, in the order in which it took it back. */
  List<String> named(String step) {
    var named = new LinkedHashSet<String>();
    commits.stream().filter(c -> c.step().equals(step)).forEach(c -> named.add(c.original()));
    return List.copyOf(named);
  }

  /** What a step has taken back and not brought back since. */
  List<String> reverted(String step) {
    var last = last(step);
    return named(step).stream().filter(c -> takenBack(last, c).isPresent()).toList();
  }

  /** The commits that take these back, newest first: what is to be reverted to bring them back. */
  List<String> behind(String step, List<String> originals) {
    var last = last(step);
    return originals.reversed().stream().flatMap(c -> takenBack(last, c).stream()).toList();
  }

  private static Optional<String> takenBack(Map<String, Own> last, String original) {
    return Optional.ofNullable(last.get(original)).filter(Own::takesBack).map(Own::id);
  }

  private Map<String, Own> last(String step) {
    var last = new LinkedHashMap<String, Own>();
    commits.stream().filter(c -> c.step().equals(step)).forEach(c -> last.put(c.original(), c));
    return last;
  }
}
