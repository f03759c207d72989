package dev.rollback.cli;

import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.console.ScriptedConsole;
import java.util.Optional;
import java.util.function.Consumer;

/** What a terminal shows: the questions and what was typed stand among the output. */
final class TranscriptConsole implements Console {
  private final ScriptedConsole script;
  private final Consumer<String> asked;

  /**
   * Answers from a script.
   *
   * @param asked is told of each question before it is answered
   */
  TranscriptConsole(ScriptedConsole script, Consumer<String> asked) {
    this.script = script;
    this.asked = asked;
  }

  @Override
  public Optional<String> ask(Prompt prompt) {
    asked.accept(prompt.question());
    var answer = script.ask(prompt);
    script.print(prompt.shown() + answer.orElse("(the input ends)"));
    return answer;
  }

  @Override
  public void print(String text) {
    script.print(text);
  }

  @Override
  public void error(String text) {
    script.error(text);
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public int width() {
    return script.width();
  }

  @Override
  public boolean colour() {
    return false;
  }
}
