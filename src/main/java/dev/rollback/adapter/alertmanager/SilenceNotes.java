package dev.rollback.adapter.alertmanager;

import dev.rollback.adapter.alertmanager.AlertmanagerReader.Draft;
import dev.rollback.adapter.alertmanager.AlertmanagerReader.Existing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a person should know before alerts are silenced. */
record SilenceNotes(List<Matcher> matchers, Draft draft) {
  private static final int MOST_SHOWN = 5;

  List<String> of(List<Existing> silences, AlertmanagerReader system) {
    var notes = new ArrayList<String>();
    notes.add(firing(system));
    silences.stream()
        .filter(s -> s.draft().matchers().equals(draft.matchers()) && !s.draft().equals(draft))
        .map(
            s ->
                "%s has silenced the same until %s: %s"
                    .formatted(s.draft().owner(), s.ends(), s.draft().comment()))
        .forEach(notes::add);
    return notes;
  }

  private String firing(AlertmanagerReader system) {
    var matching = system.alerts(matchers.stream().map(Matcher::text).toList());
    if (matching.isEmpty()) {
      return "it matches none of the alerts that fire now";
    }
    var all = system.alerts().size();
    var shown =
        matching.stream()
            .limit(MOST_SHOWN)
            .map(SilenceNotes::name)
            .collect(Collectors.joining(", "));
    var more = matching.size() - MOST_SHOWN;
    return "it silences %d of the %d alerts that fire now%s: %s%s"
        .formatted(
            matching.size(),
            Math.max(all, matching.size()),
            all > 1 && matching.size() >= all ? ", which is every one" : "",
            shown,
            more > 0 ? " and " + more + " more" : "");
  }

  /** {@code HighErrorRate (instance a:1, job grid)}. */
  private static String name(Map<String, String> labels) {
    var own = new TreeMap<>(labels);
    var name = own.remove("alertname");
    var rest =
        own.entrySet().stream()
            .map(l -> l.getKey() + " " + l.getValue())
            .collect(Collectors.joining(", "));
    return (name == null ? "an alert without a name" : name)
        + (rest.isEmpty() ? "" : " (" + rest + ")");
  }
}
