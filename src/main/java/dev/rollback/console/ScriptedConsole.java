package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A person whose answers are known beforehand: a drill, a test. A question that was not expected is
 * a mistake in the script, and so is an answer that is none.
 */
public final class ScriptedConsole implements Console {
  private record Expected(String part, Optional<String> answer) {}

  private final Redactor redactor;
  private final Deque<Expected> script = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();

  /** Redacts as a real one does. */
  public ScriptedConsole(Redactor redactor) {
    this.redactor = redactor;
  }

  /** The next question holds {@code part}, and is answered by this text as if it were typed. */
  public synchronized ScriptedConsole answer(String part, String typed) {
    script.add(new Expected(part, Optional.of(typed)));
    return this;
  }

  /** The next question holds {@code part}, and the input ends. */
  public synchronized ScriptedConsole endOfInput(String part) {
    script.add(new Expected(part, Optional.empty()));
    return this;
  }

  @Override
  public synchronized void print(String text) {
    out.append(redactor.redact(text)).append(text.endsWith("\n") ? "" : "\n");
  }

  @Override
  public synchronized void error(String text) {
    err.append(redactor.redact(text)).append(text.endsWith("\n") ? "" : "\n");
  }

  /**
   * The next answer of the script.
   *
   * @throws IllegalStateException when the script expects no question, another one, or has an
   *     answer that the question does not take
   */
  @Override
  public synchronized Optional<String> ask(Prompt prompt) {
    var question = redactor.redact(prompt.shown());
    asked.add(question);
    var expected = script.poll();
    if (expected == null) {
      throw new IllegalStateException("the script expects no question, but was asked: " + question);
    } else if (!question.contains(expected.part())) {
      throw new IllegalStateException(
          "the script expects a question with '"
              + expected.part()
              + "', but was asked: "
              + question);
    }
    return expected.answer().map(typed -> understood(prompt, typed));
  }

  private static String understood(Prompt prompt, String typed) {
    return prompt
        .understand(typed)
        .orElseThrow(
            () -> new IllegalStateException("'" + typed + "' is no answer to: " + prompt.shown()));
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public int width() {
    return 80;
  }

  @Override
  public boolean colour() {
    return false;
  }

  /** Everything that was printed. */
  public synchronized String out() {
    return out.toString();
  }

  /** Every message. */
  public synchronized String err() {
    return err.toString();
  }

  /** The questions that were asked, in order. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /** How many answers nobody has asked for. */
  public synchronized int left() {
    return script.size();
  }
}
