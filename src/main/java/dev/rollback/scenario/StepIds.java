package dev.rollback.scenario;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gives every step its id: the one that was written, or one made from its kind and place. The same
 * scenario gives the same ids each time, so a journal can be read against it.
 */
final class StepIds {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private final String noun;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private final List<Diagnostic> problems = new ArrayList<>();

  /** Of steps. */
  StepIds() {
    this("step");
  }

  /** Of what is called so; ids of different nouns may be the same. */
  StepIds(String noun) {
    this.noun = noun;
  }

  String next(String kind, Optional<Located<String>> written) {
    if (written.isEmpty()) {
      return kind + "-" + counters.merge(kind, 1, Integer::sum);
    }
    var id = written.get();
    if (!FORM.matcher(id.value()).matches()) {
      problems.add(
          Diagnostic.error(id.at(), "'" + id.value() + "' is no id")
              .advise("Use lower-case letters, digits and hyphens."));
    }
    var earlier = lines.putIfAbsent(id.value(), id.at().line());
    if (earlier != null) {
      problems.add(
          Diagnostic.error(
                  id.at(), "the id '" + id.value() + "' is already used in line " + earlier)
              .advise("Give each " + noun + " an id of its own."));
    }
    return id.value();
  }

  List<Diagnostic> problems() {
    return List.copyOf(problems);
  }
}
