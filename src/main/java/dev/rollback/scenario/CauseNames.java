package dev.rollback.scenario;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.Passage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The causes that a condition asks for: {@code 'wrong-secret' in causes}. */
public final class CauseNames {
  static final String VARIABLE = "causes";

  private static final Pattern LITERAL = Pattern.compile("'[^'\\n]*'|\"[^\"\\n]*\"");
  private static final Pattern ASKED =
      Pattern.compile("(?:'([^'\\n]*)'|\"([^\"\\n]*)\")\\s+in\\s+causes(?!\\w)");
  private static final Pattern ALONE =
      Pattern.compile("\\s*(?:'([^'\\n]*)'|\"([^\"\\n]*)\")\\s+in\\s+causes\\s*");
  private static final Pattern MENTION = Pattern.compile("(?<![\\w.])causes(?!\\w)");

  private final Set<String> known;
  private final Set<String> unread;

  /**
   * These causes.
   *
   * @param unread the ids of calls whose scenarios could not be read: their causes are not known
   */
  CauseNames(Set<String> known, Set<String> unread) {
    this.known = known;
    this.unread = unread;
  }

  /** Of a scenario and those that it calls, as far as they could be read. */
  static CauseNames of(Scenario scenario, Map<String, ScenarioReader.Read> called) {
    var known = new LinkedHashSet<>(scenario.causes());
    var unread = new LinkedHashSet<String>();
    scenario
        .calls()
        .forEach(
            call ->
                Optional.ofNullable(called.get(call.scenario().value()))
                    .ifPresentOrElse(
                        c -> c.causes().forEach(cause -> known.add(call.name() + "/" + cause)),
                        () -> unread.add(call.name())));
    return new CauseNames(known, unread);
  }

  /** Whether there may be any at all. */
  boolean exist() {
    return !known.isEmpty() || !unread.isEmpty();
  }

  /** Whether a condition speaks of this cause by its name. */
  public static boolean asks(String condition, String cause) {
    return mention(condition) >= 0
        && LITERAL
            .matcher(condition)
            .results()
            .map(l -> l.group().substring(1, l.group().length() - 1))
            .anyMatch(cause::equals);
  }

  /** The cause, where a condition asks for this one and for nothing else. */
  public static Optional<String> only(String condition) {
    var alone = ALONE.matcher(condition);
    return alone.matches()
        ? Optional.of(alone.group(1) == null ? alone.group(2) : alone.group(1))
        : Optional.empty();
  }

  /** Where `causes` stands outside of a literal; negative where it does not. */
  private static int mention(String condition) {
    var blank = LITERAL.matcher(condition).replaceAll(l -> " ".repeat(l.group().length()));
    var mention = MENTION.matcher(blank);
    return mention.find() ? mention.start() : -1;
  }

  /** What is wrong with the causes that a condition of a step asks for. */
  List<Diagnostic> problem(Located<String> text) {
    var at = mention(text.value());
    if (at < 0) {
      return List.of();
    }
    return !exist()
        ? List.of(
            Diagnostic.error(
                    Passage.of(text, at, at + VARIABLE.length()),
                    "`causes` is what a diagnosis finds, and this runbook has no `diagnosis:`")
                .advise(
                    "Add `diagnosis:` with the causes that it is for, or ask the evidence itself."))
        : unknown(text);
  }

  private List<Diagnostic> unknown(Located<String> text) {
    var problems = new ArrayList<Diagnostic>();
    var asked = ASKED.matcher(text.value());
    while (asked.find()) {
      var group = asked.group(1) == null ? 2 : 1;
      var name = asked.group(group);
      if (!known.contains(name) && unread.stream().noneMatch(call -> name.startsWith(call + "/"))) {
        problems.add(
            Diagnostic.error(
                    Passage.of(text, asked.start(group), asked.end(group)),
                    "there is no cause '" + name + "'")
                .advise(
                    DidYouMean.among(name, known)
                        .map(meant -> "Did you mean '" + meant + "'?")
                        .orElse("There are: " + String.join(", ", known) + ".")));
      }
    }
    return problems;
  }

  /** What is wrong with a cause's own condition that speaks of causes. */
  static List<Diagnostic> circular(Located<String> text) {
    var at = mention(text.value());
    return at < 0
        ? List.of()
        : List.of(
            Diagnostic.error(
                    Passage.of(text, at, at + VARIABLE.length()),
                    "the condition of a cause cannot speak of `causes`")
                .advise("Say by which `evidence` the cause is told from others."));
  }
}
