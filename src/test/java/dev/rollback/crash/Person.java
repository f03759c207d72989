package dev.rollback.crash;

import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.diagnostic.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Somebody who agrees to everything that a scenario asks, and who looks before they say whether
 * something has been done.
 */
final class Person implements Console {
  private static final String STOP = "stop";

  private final Redactor redactor;
  private final Mortality mortality;
  private final Manner manner;
  private final BooleanSupplier wasDone;
  private final StringBuilder seen = new StringBuilder();
  private final List<String> asked = new ArrayList<>();

  /** What they do about a step that fails. */
  enum Manner {
    /** They stop the run. */
    STOPS,
    /** They say nothing: the runbook says what to do. */
    LEAVES_IT
  }

  Person(Redactor redactor, Mortality mortality, Manner manner, BooleanSupplier wasDone) {
    this.redactor = redactor;
    this.mortality = mortality;
    this.manner = manner;
    this.wasDone = wasDone;
  }

  @Override
  public synchronized void print(String text) {
    seen.append(redactor.redact(text)).append(text.endsWith("\n") ? "" : "\n");
  }

  @Override
  public void error(String text) {
    print(text);
  }

  @Override
  public synchronized Optional<String> ask(Prompt prompt) {
    mortality.mustLive();
    var answer = answer(prompt);
    asked.add(prompt.question());
    print(prompt.shown() + answer.orElse(""));
    return answer;
  }

  private Optional<String> answer(Prompt prompt) {
    var words = prompt.choices().stream().map(Prompt.Choice::word).toList();
    if (words.isEmpty()) {
      return Optional.of("sandbox");
    } else if (prompt.question().contains("Nobody knows whether")) {
      return Optional.of(wasDone.getAsBoolean() ? Prompt.YES : Prompt.NO);
    } else if (words.contains(Prompt.YES)) {
      return Optional.of(Prompt.YES);
    }
    return switch (manner) {
      case STOPS -> Optional.of(STOP);
      case LEAVES_IT -> Optional.empty();
    };
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public int width() {
    return 100;
  }

  @Override
  public boolean colour() {
    return false;
  }

  /** All that was shown and typed. */
  synchronized String seen() {
    return seen.toString();
  }

  /** What was asked. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }
}
