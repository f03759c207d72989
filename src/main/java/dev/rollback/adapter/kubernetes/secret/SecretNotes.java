package dev.rollback.adapter.kubernetes.secret;

import dev.rollback.adapter.kubernetes.workload.Competitors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a person should know before a Secret is changed. */
final class SecretNotes {
  private SecretNotes() {}

  static List<String> of(SetSecret step, SecretObject.Found found, SecretUsers.Found users) {
    var notes = new ArrayList<String>();
    step.generate()
        .forEach((key, how) -> notes.add("%s is generated: %s.".formatted(key, how.text())));
    if (users.unknown()) {
      notes.add(
          "Which workloads use it is not known: this user may not list deployments, stateful sets"
              + " and daemon sets.");
    } else if (users.all().isEmpty()) {
      notes.add("No deployment, stateful set or daemon set uses it.");
    } else {
      notes.add(used(step.restart(), users));
    }
    found.object().ifPresent(o -> notes.addAll(Competitors.keepers(o)));
    return List.copyOf(notes);
  }

  private static String used(boolean restart, SecretUsers.Found users) {
    var named = users.all().stream().map(SecretUsers::text).collect(Collectors.joining(", "));
    return restart
        ? "The pods of these are replaced: " + named + "."
        : "It is used by "
            + named
            + ". Their pods keep a value that is in their environment until they are replaced"
            + " (`restart: true`); a file in a volume follows within a minute or two.";
  }
}
