package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A person at a terminal: questions go to the standard error, answers come by the line. */
public final class TerminalConsole implements Console {
  private final Lines in;
  private final Output output;
  private final Redactor redactor;
  private final IntSupplier width;
  private final boolean colour;
  private final Supplier<Optional<Screen>> screens;
  private volatile Optional<Region> region = Optional.empty();
  private final ReentrantLock asking = new ReentrantLock();

  /** Reads answers from {@code in}; the width is asked for anew each time: a window is resized. */
  public TerminalConsole(
      BufferedReader in,
      PrintStream out,
      PrintStream err,
      Redactor redactor,
      IntSupplier width,
      boolean colour) {
    this(in, out, err, redactor, width, colour, Optional::empty);
  }

  /**
   * The same, at a terminal that can be drawn on.
   *
   * @param screens gives it; empty where it cannot
   */
  TerminalConsole(
      BufferedReader in,
      PrintStream out,
      PrintStream err,
      Redactor redactor,
      IntSupplier width,
      boolean colour,
      Supplier<Optional<Screen>> screens) {
    this.in = new Lines(in);
    this.output = new Output(out, err, redactor);
    this.redactor = redactor;
    this.width = width;
    this.colour = colour;
    this.screens = screens;
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
    var live = region;
    try {
      live.ifPresent(Region::pause);
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
      live.ifPresent(Region::resume);
      asking.unlock();
    }
  }

  @Override
  public LiveRegion live(LiveView view) {
    var screen = region.isPresent() ? Optional.<Screen>empty() : screens.get();
    if (screen.isEmpty()) {
      return LiveRegion.none();
    }
    var shown = Region.open(screen.get(), view, redactor, this::error);
    region = Optional.of(shown);
    output.by(shown::print);
    return () -> {
      shown.close();
      output.by(Runnable::run);
      region = Optional.empty();
    };
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
