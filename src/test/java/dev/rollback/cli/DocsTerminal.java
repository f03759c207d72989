package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.console.ScriptedConsole;
import dev.rollback.console.UnattendedConsole;
import dev.rollback.diagnostic.Redactor;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The terminal of a page: the questions that it shows are answered as it shows. */
final class DocsTerminal implements Console {
  private static final Pattern ANSWERED =
      Pattern.compile("(\\S.*(?:\\[[a-z/]+\\]|[.?!] >)) (\\S+)");

  private final ScriptedConsole script;
  private final StringBuilder said = new StringBuilder();

  private DocsTerminal(ScriptedConsole script) {
    this.script = script;
  }

  static DocsTerminal of(List<String> shown, Redactor redactor) {
    var script = new ScriptedConsole(redactor);
    for (var line : shown) {
      var answer = ANSWERED.matcher(line);
      if (answer.matches()) {
        script.answer(answer.group(1), answer.group(2));
      }
    }
    return new DocsTerminal(script);
  }

  /** Itself, or where the page shows no question: nobody. */
  Console console() {
    return script.left() == 0 ? new UnattendedConsole(this) : this;
  }

  String said() {
    assertThat(script.left()).as("answers that nobody asked for; it said:%n%s", said).isZero();
    return said.toString();
  }

  @Override
  public synchronized Optional<String> ask(Prompt prompt) {
    var answer = script.ask(prompt);
    said.append(prompt.shown()).append(answer.orElse("")).append('\n');
    return answer;
  }

  @Override
  public synchronized void print(String text) {
    script.print(text);
    said.append(text).append('\n');
  }

  @Override
  public synchronized void error(String text) {
    script.error(text);
    said.append(text).append('\n');
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
