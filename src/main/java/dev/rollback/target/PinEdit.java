package dev.rollback.target;

import dev.rollback.action.Catalog;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.UserException;
import dev.rollback.target.Configuration.Link;
import dev.rollback.yaml.YamlEdits;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes pins into the text of rollback.yaml. The result is read again, and refused unless the pins
 * are all that has changed in what it says.
 */
public final class PinEdit {
  private final Configuration configuration;
  private final SourceFile file;
  private final Catalog catalog;

  /** Of a file that was read as this configuration, with this catalogue. */
  public PinEdit(SourceFile file, Configuration configuration, Catalog catalog) {
    this.file = file;
    this.configuration = configuration;
    this.catalog = catalog;
  }

  /**
   * The text with these pins.
   *
   * @param target whose connections they are
   * @param pins the facts of each connection, by {@code system} or {@code system.connection}
   * @throws UserException when the file is written in a way that this cannot change safely, with
   *     what to write by hand
   */
  public String with(String target, Map<String, Map<String, String>> pins) {
    var edits = new YamlEdits(file);
    var written = configuration.target(target);
    pins.forEach((label, facts) -> pin(edits, written.link(label), facts));
    var text = edits.text();
    if (!onlyThose(target, pins, text)) {
      throw new UserException(
          "the pins cannot be written into %s without changing something else of it"
              .formatted(file.name()),
          "Write them by hand: "
              + pins.entrySet().stream()
                  .map(p -> "under " + p.getKey() + ": " + Pins.KEY + ": " + flow(p.getValue()))
                  .collect(Collectors.joining("; ")));
    }
    return text;
  }

  private static void pin(YamlEdits edits, Link link, Map<String, String> facts) {
    var written = link.written().find(Pins.KEY);
    if (written.isEmpty()) {
      edits.add(link.written(), List.of(Pins.KEY + ": " + value(link, facts)));
    } else if (written.get().value() instanceof YamlMapping mapping
        && !mapping.entries().isEmpty()) {
      merge(edits, mapping, facts);
    } else {
      edits.replace(written.get().value(), value(link, facts));
    }
  }

  /** Only values that differ are replaced, so that comments between them stay. */
  private static void merge(YamlEdits edits, YamlMapping mapping, Map<String, String> facts) {
    var more = new LinkedHashMap<>(facts);
    for (var entry : mapping.entries()) {
      Optional.ofNullable(more.remove(entry.key().text()))
          .ifPresent(value -> edits.replace(entry.value(), YamlEdits.quoted(value)));
    }
    if (!more.isEmpty()) {
      edits.add(
          mapping,
          more.entrySet().stream()
              .map(f -> f.getKey() + ": " + YamlEdits.quoted(f.getValue()))
              .toList());
    }
  }

  /** One value where the system has one fact. */
  private static String value(Link link, Map<String, String> facts) {
    return link.pin().possible().size() == 1
        ? YamlEdits.quoted(facts.values().iterator().next())
        : flow(facts);
  }

  private static String flow(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(f -> f.getKey() + ": " + YamlEdits.quoted(f.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private boolean onlyThose(String target, Map<String, Map<String, String>> pins, String text) {
    var read =
        YamlReader.parse(new SourceFile(file.name(), text))
            .then(tree -> Configuration.of(tree, catalog));
    if (read.diagnostics().stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
      return false;
    }
    var after = read.orThrow();
    if (!List.copyOf(after.targets().keySet())
        .equals(List.copyOf(configuration.targets().keySet()))) {
      return false;
    }
    return after.targets().keySet().stream()
        .allMatch(name -> same(after, name, name.equals(target) ? pins : Map.of()));
  }

  private boolean same(
      Configuration after, String target, Map<String, Map<String, String>> expected) {
    var before = configuration.target(target);
    var now = after.target(target);
    var labels = before.links().keySet();
    return now.head().equals(before.head())
        && now.links().keySet().equals(labels)
        && labels.stream()
            .allMatch(
                label ->
                    same(
                        now.link(label),
                        before.link(label),
                        expected.getOrDefault(label, before.link(label).pin().wanted())));
  }

  private static boolean same(Link now, Link before, Map<String, String> wanted) {
    return now.pin().wanted().equals(wanted)
        && YamlEdits.content(now.settings()).equals(YamlEdits.content(before.settings()));
  }
}
