package dev.rollback.cli;

import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.console.ScriptedConsole;
import java.util.Optional;
import java.util.function.Function;

/** A terminal with somebody at it. */
record Attended(ScriptedConsole screen, Function<Prompt, Optional<String>> person)
    implements Console {
  /** Everything that is asked is agreed to; where a text is wanted, this is typed. */
  static Function<Prompt, Optional<String>> agreeing(String text) {
    return prompt -> prompt.choices().isEmpty() ? Optional.of(text) : Optional.of(Prompt.YES);
  }

  @Override
  public Optional<String> ask(Prompt prompt) {
    var answer = person.apply(prompt);
    screen.print(prompt.shown() + answer.orElse("(the input ends)"));
    return answer.flatMap(prompt::understand);
  }

  @Override
  public void print(String text) {
    screen.print(text);
  }

  @Override
  public void error(String text) {
    screen.error(text);
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public int width() {
    return screen.width();
  }

  @Override
  public boolean colour() {
    return false;
  }
}
