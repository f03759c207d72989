package dev.rollback.adapter.kubernetes.workload;

import dev.rollback.adapter.kubernetes.Revision;
import dev.rollback.adapter.kubernetes.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The revisions of a workload, and which of them its template is. */
record History(Workload now, List<Revision> revisions) {

  Optional<Revision> current() {
    return revisions.stream()
        .filter(r -> r.template().equals(now.template()))
        .max(Comparator.comparingLong(Revision::number));
  }

  /** The one with this number; without one, the newest with another template than now. */
  Optional<Revision> find(Optional<Long> number) {
    return number
        .map(wanted -> revisions.stream().filter(r -> r.number() == wanted).findFirst())
        .orElseGet(
            () ->
                revisions.stream()
                    .filter(r -> !r.template().equals(now.template()))
                    .max(Comparator.comparingLong(Revision::number)));
  }

  /** Why there is no such revision. */
  String missing(Optional<Long> number) {
    var there =
        revisions.stream()
            .map(Revision::number)
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    var kept = now.historyLimit().map(" Its revisionHistoryLimit is %d."::formatted).orElse("");
    return number
            .map(n -> "%s has no revision %d; there are: %s.".formatted(now.name(), n, there))
            .orElseGet(
                () ->
                    "%s has no revision with another template to go back to; there are: %s."
                        .formatted(now.name(), there))
        + kept;
  }

  /** The keys under which two maps do not have the same. */
  static String differing(Map<String, String> one, Map<String, String> other) {
    var keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    return keys.stream()
        .filter(k -> !Optional.ofNullable(one.get(k)).equals(Optional.ofNullable(other.get(k))))
        .collect(Collectors.joining(", "));
  }
}
