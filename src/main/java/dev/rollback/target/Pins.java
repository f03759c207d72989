package dev.rollback.target;

import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.yaml.YamlNode;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads {@code identity:} of a connection, the same key for every system: one value, which is the
 * first fact of the system's kind, or several by name.
 */
final class Pins {
  static final String KEY = "identity";

  private final String target;
  private final List<Fact> facts;

  /** For connections of one target to systems that tell these facts of themselves. */
  Pins(String target, List<Fact> facts) {
    this.target = target;
    this.facts = facts;
  }

  /** What is written, less the pin: the adapter's own settings. */
  YamlMapping without(YamlMapping written) {
    return new YamlMapping(
        written.entries().stream().filter(e -> !e.key().text().equals(KEY)).toList(), written.at());
  }

  /** What the connection is pinned to. */
  Checked<Pin> read(YamlMapping written) {
    var problems = new ArrayList<Diagnostic>();
    var wanted =
        written
            .find(KEY)
            .map(entry -> facts.isEmpty() ? none(entry, problems) : facts(entry, problems))
            .orElse(Map.of());
    return problems.isEmpty()
        ? Checked.valid(new Pin(facts, wanted, "rollback target pin " + target))
        : new Checked.Invalid<>(problems);
  }

  private static Map<String, String> none(YamlNode.Entry entry, List<Diagnostic> problems) {
    problems.add(
        Diagnostic.error(
                entry.key().at(), "this kind of system tells nothing that it can be told by")
            .advise("Remove '" + KEY + "'."));
    return Map.of();
  }

  private Map<String, String> facts(YamlNode.Entry entry, List<Diagnostic> problems) {
    return switch (entry.value()) {
      case YamlScalar scalar -> value(facts.getFirst(), entry.key(), scalar, problems);
      case YamlMapping mapping -> byName(mapping, problems);
      case YamlNode.YamlSequence list -> {
        problems.add(
            Diagnostic.error(list.at(), "'" + KEY + "' must be a value or a mapping, not a list")
                .advise("Write for example " + example() + "."));
        yield Map.of();
      }
    };
  }

  private Map<String, String> byName(YamlMapping mapping, List<Diagnostic> problems) {
    var wanted = new LinkedHashMap<String, String>();
    for (var entry : mapping.entries()) {
      var fact = facts.stream().filter(f -> f.name().equals(entry.key().text())).findFirst();
      if (fact.isEmpty()) {
        problems.add(unknown(entry.key()));
      } else if (entry.value() instanceof YamlScalar scalar) {
        wanted.putAll(value(fact.get(), entry.key(), scalar, problems));
      } else {
        problems.add(
            Diagnostic.error(entry.value().at(), "'" + fact.get().name() + "' is one value"));
      }
    }
    return wanted;
  }

  private static Map<String, String> value(
      Fact fact, YamlScalar key, YamlScalar scalar, List<Diagnostic> problems) {
    if (scalar.nothing()) {
      problems.add(
          Diagnostic.error(key.at(), "'" + key.text() + "' has no value")
              .advise("Write a value, or remove it."));
      return Map.of();
    }
    if (!scalar.text().matches(fact.form())) {
      problems.add(
          Diagnostic.error(scalar.at(), "'" + scalar.text() + "' is no " + fact.name())
              .advise("What is meant: " + fact.doc()));
      return Map.of();
    }
    return Map.of(fact.name(), scalar.text());
  }

  private Diagnostic unknown(YamlScalar key) {
    var names = facts.stream().map(Fact::name).toList();
    return Diagnostic.error(key.at(), "this kind of system has no '" + key.text() + "'")
        .advise(
            DidYouMean.among(key.text(), names)
                .map(meant -> "Did you mean '" + meant + "'?")
                .orElse("The keys here: " + String.join(", ", names) + "."));
  }

  private String example() {
    return facts.stream()
        .map(f -> f.name() + ": …")
        .collect(Collectors.joining(", ", KEY + ": {", "}"));
  }
}
