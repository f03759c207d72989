package dev.rollback.playbook;

import dev.rollback.yaml.YamlNode;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is written in a runbook, by its kind, under each name by which it can be called. */
final class RunbookParts {
  /** The keys that tell the kind of a step. */
  private static final List<String> STEPS =
      List.of(
          "action",
          "check",
          "collect",
          "gate",
          "manual",
          "parallel",
          "choose",
          "phase",
          "scenario");

  private final Map<String, Set<String>> names = new HashMap<>();

  RunbookParts(YamlNode runbook) {
    if (runbook instanceof YamlMapping file) {
      file.entries().forEach(e -> metadata(e.key().text(), e.value()));
      for (var part : List.of("before", "after", "evidence", "steps")) {
        file.find(part).ifPresent(e -> elements(e.value()).forEach(s -> step(s, part)));
      }
      list(file, "diagnosis").forEach(c -> named("cause", c, "cause", "title"));
      list(file, "follow-up").forEach(f -> named("follow-up", f, "title"));
      list(file, "notify").forEach(n -> all("notify", n));
      list(file, "symptoms").forEach(s -> text(s).ifPresent(t -> add("symptom", t)));
      file.find("parameters").ifPresent(e -> keys(e.value()).forEach(k -> add("parameter", k)));
    }
  }

  /** Whether there is one of this kind that is called so. */
  boolean has(String kind, String name) {
    return names.getOrDefault(kind, Set.of()).contains(oneLine(name));
  }

  /** What there is of a kind, for a message. */
  Set<String> of(String kind) {
    return names.getOrDefault(kind, Set.of());
  }

  private void metadata(String path, YamlNode value) {
    switch (value) {
      case YamlMapping mapping ->
          mapping.entries().forEach(e -> metadata(path + "." + e.key().text(), e.value()));
      case YamlScalar _, YamlSequence _ -> add("metadata", path);
    }
  }

  /** A step, and those within it; a check that stands outside of the steps as well. */
  private void step(YamlNode node, String part) {
    if (!(node instanceof YamlMapping mapping)) {
      return;
    }
    var kind = STEPS.stream().filter(k -> mapping.find(k).isPresent()).findFirst();
    kind.ifPresent(
        k -> {
          for (var called : List.of(part.equals("steps") ? "step" : part, k)) {
            named(called, mapping, "id", "name", k);
          }
        });
    mapping.entries().forEach(e -> elements(e.value()).forEach(inner -> step(inner, part)));
  }

  private void named(String kind, YamlNode node, String... keys) {
    if (node instanceof YamlMapping mapping) {
      for (var key : keys) {
        mapping.find(key).flatMap(e -> text(e.value())).ifPresent(t -> add(kind, t));
      }
    }
  }

  private void all(String kind, YamlNode node) {
    switch (node) {
      case YamlScalar scalar -> add(kind, scalar.text());
      case YamlSequence(var elements, var _) -> elements.forEach(e -> all(kind, e));
      case YamlMapping mapping -> mapping.entries().forEach(e -> all(kind, e.value()));
    }
  }

  private void add(String kind, String name) {
    names.computeIfAbsent(kind, _ -> new TreeSet<>()).add(oneLine(name));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static Stream<YamlNode> list(YamlMapping file, String key) {
    return file.find(key).stream().flatMap(e -> elements(e.value()));
  }

  private static Stream<YamlNode> elements(YamlNode node) {
    return node instanceof YamlSequence(var elements, var _) ? elements.stream() : Stream.empty();
  }

  private static List<String> keys(YamlNode node) {
    return node instanceof YamlMapping mapping ? mapping.keys() : List.of();
  }

  private static Optional<String> text(YamlNode node) {
    return node instanceof YamlScalar scalar ? Optional.of(scalar.text()) : Optional.empty();
  }
}
