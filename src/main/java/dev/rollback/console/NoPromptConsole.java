package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import java.io.PrintStream;
import java.util.Optional;

/** Nobody is there: a pipe, a CI job, {@code --no-input}. It never asks. */
public final class NoPromptConsole implements Console {
  private final Output output;
  private final int width;
  private final boolean colour;

  /** Writes to these streams. */
  public NoPromptConsole(
      PrintStream out, PrintStream err, Redactor redactor, int width, boolean colour) {
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
    return Optional.empty();
  }

  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public boolean colour() {
    return colour;
  }
}
