package dev.rollback.chaos;

import dev.rollback.drill.Keyspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether a round has ended as one that nobody disturbed, or as if it had never begun. */
final class Judge {
  private final Reference reference;
  private final Observation seen;
  private final List<Violation> violations = new ArrayList<>();

  private Judge(Reference reference, Observation seen) {
    this.reference = reference;
    this.seen = seen;
  }

  /** What is wrong after a run that says that it has succeeded. */
  static List<Violation> healed(Reference reference, Observation seen, Snapshot.Service service) {
    var judge = new Judge(reference, seen);
    judge.equal("service", service, reference.service());
    judge.equal("workloads, compared with before", seen.workloads(), reference.workloads());
    judge.equal("changed tables", seen.changedTables(), reference.tables());
    judge.once("workload change", seen.changes(), reference.changes());
    judge.once("deletion", repeated("del", seen), reference.deleted());
    judge.sameKeys(reference.deleted());
    return judge.violations;
  }

  /** What is wrong after a run that was taken back. */
  static List<Violation> undone(Reference reference, Observation seen, Snapshot.Service service) {
    var judge = new Judge(reference, seen);
    if (reference.left().isEmpty() && !seen.asBefore(service)) {
      judge.equal("service", service, seen.serviceBefore());
    }
    judge.equal("workloads", seen.after().workloads(), seen.before().workloads());
    var changed = new TreeSet<>(seen.changedTables());
    reference.left().ifPresent(changed::removeAll);
    judge.equal("changed tables", changed, Set.of());
    judge.backwards();
    judge.sameKeys(Set.of());
    return judge.violations;
  }

  private static List<String> repeated(String what, Observation seen) {
    var keys = new ArrayList<String>();
    seen.count(what)
        .forEach((key, count) -> keys.addAll(java.util.Collections.nCopies(count.intValue(), key)));
    return keys;
  }

  private void equal(String what, Object is, Object wanted) {
    if (!is.equals(wanted)) {
      violations.add(
          new Violation(Violation.Kind.END_STATE, what + ": " + is + ", but should be " + wanted));
    }
  }

  /** Each that is wanted, once. */
  private <T> void once(String what, Collection<T> is, Collection<T> wanted) {
    var missing = new ArrayList<>(wanted);
    var more = new ArrayList<T>();
    for (var one : is) {
      if (!missing.remove(one)) {
        more.add(one);
      }
    }
    report(Violation.Kind.DOUBLE_WRITE, what, more);
    report(Violation.Kind.LOST_WRITE, what, missing);
  }

  private void report(Violation.Kind kind, String what, Collection<?> which) {
    if (!which.isEmpty()) {
      violations.add(new Violation(kind, what + ": " + which));
    }
  }

  /**
   * What was done is a part of what the run does; each of it is taken back once, the last first.
   */
  private void backwards() {
    var forward = seen.changes().subList(0, seen.forward());
    var more = new ArrayList<>(forward);
    reference.changes().forEach(more::remove);
    report(Violation.Kind.DOUBLE_WRITE, "workload change", more);
    once(
        "workload change taken back",
        seen.changes().subList(seen.forward(), seen.changes().size()),
        inPlace(forward).reversed().stream().map(SpecChange::inverse).toList());
    var deleted = new TreeMap<>(seen.count("del"));
    report(Violation.Kind.DOUBLE_WRITE, "deletion", moreThanOnce(deleted));
    report(Violation.Kind.DOUBLE_WRITE, "restored key", moreThanOnce(seen.count("restore")));
    var back = new TreeSet<>(seen.count("restore").keySet());
    back.removeAll(deleted.keySet());
    report(Violation.Kind.DOUBLE_WRITE, "key restored that was not deleted", back);
  }

  /** Without those that a later one has taken back, as a temporary change is. */
  private static List<SpecChange> inPlace(List<SpecChange> changes) {
    var left = new ArrayList<SpecChange>();
    for (var change : changes) {
      var opposite = left.lastIndexOf(change.inverse());
      if (opposite >= 0) {
        left.remove(opposite);
      } else {
        left.add(change);
      }
    }
    return left;
  }

  private static Set<String> moreThanOnce(Map<String, Long> counts) {
    var keys = new TreeSet<String>();
    counts.forEach(
        (key, count) -> {
          if (count > 1) {
            keys.add(key);
          }
        });
    return keys;
  }

  /** Byte for byte, but for those that the run has deleted and those that others have written. */
  private void sameKeys(Set<String> without) {
    var expected = new TreeMap<>(seen.before().keys());
    var now = new TreeMap<>(seen.after().keys());
    expected.keySet().removeAll(without);
    expected.keySet().removeIf(seen.touchedByOthers());
    now.keySet().removeIf(seen.touchedByOthers());
    var different = new TreeSet<>(expected.keySet());
    different.addAll(now.keySet());
    different.removeIf(key -> same(expected.get(key), now.get(key)));
    if (!different.isEmpty()) {
      violations.add(
          new Violation(
              Violation.Kind.END_STATE, "keys that are not as they should be: " + different));
    }
  }

  private static boolean same(
      Keyspace.@org.jspecify.annotations.Nullable Value one,
      Keyspace.@org.jspecify.annotations.Nullable Value other) {
    return one != null && other != null && one.same(other);
  }
}
