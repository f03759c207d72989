package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** A person at a terminal: questions go to the standard error, answers come by the line. */
public final class TerminalConsole implements Console {
  private final Lines in;
  private final Output output;
  private final IntSupplier width;
  private final boolean colour;
  private final ReentrantLock asking = new ReentrantLock();

  /** Reads answers from {@code in}; the width is asked for anew each time: a window is resized. */
  public TerminalConsole(
      BufferedReader in,
      PrintStream out,
      PrintStream err,
      Redactor redactor,
      IntSupplier width,
      boolean colour) {
    this.in = new Lines(in);
    this.output = new Output(out, err, redactor);
    this.width = width;
    this.colour = colour;
  }

  @Override
  public void print(String text) {
    output.print(text);
  }

  @Override
  public void error(String text) {
    output.error(text);
  }

  @Override
  public Optional<String> ask(Prompt prompt) {
    asking.lock(); // one question at a time
    try {
      output.prompt(prompt.shown());
      for (var line = in.next(); line.isPresent(); line = in.next()) {
        output.answered();
        var answer = prompt.understand(line.get());
        if (answer.isPresent()) {
          return answer;
        }
        output.prompt(again(prompt));
      }
      output.answered();
      output.error(""); // the cursor stands behind the question
      return Optional.empty();
    } catch (IOException e) {
      throw SystemException.refused(
          "the answer could not be read from the terminal: " + e.getMessage(),
          "Run the command again in a terminal, or with --no-input.",
          e);
    } finally {
      output.answered();
      asking.unlock();
    }
  }

  @Override
  public void giveUp() {
    output.answered();
    in.giveUp();
  }

  private static String again(Prompt prompt) {
    return prompt.choices().isEmpty() ? "> " : "Please type one of " + prompt.words() + ": ";
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public int width() {
    return width.getAsInt();
  }

  @Override
  public boolean colour() {
    return colour;
  }
}
