package dev.rollback.console;

import java.util.Optional;

/** Keeps what is shown, and never asks; nobody sees it meanwhile. */
public final class TranscriptConsole implements Console {
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  @Override
  public synchronized void print(String shown) {
    text.append(shown);
    if (!shown.endsWith("\n")) {
      text.append('\n');
    }
  }

  @Override
  public void error(String shown) {
    print(shown);
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
    return WIDTH;
  }

  @Override
  public boolean colour() {
    return false;
  }

  /** What was shown so far, in the order in which it was. */
  public synchronized String text() {
    return text.toString();
  }
}
