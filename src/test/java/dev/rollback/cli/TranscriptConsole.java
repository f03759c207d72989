package dev.rollback.cli;

import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.console.ScriptedConsole;
import java.util.Optional;

/** What a terminal shows: the questions and what was typed stand among the output. */
final class TranscriptConsole implements Console {
  private final ScriptedConsole script;

  TranscriptConsole(ScriptedConsole script) {
    this.script = script;
  }

  @Override
  public Optional<String> ask(Prompt prompt) {
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
