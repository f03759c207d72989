package dev.rollback.console;

import java.util.Optional;

/** Shows what another console shows, and never asks. */
public final class UnattendedConsole implements Console {
  private final Console shown;

  /** Shows on this console. */
  public UnattendedConsole(Console shown) {
    this.shown = shown;
  }

  @Override
  public void print(String text) {
    shown.print(text);
  }

  @Override
  public void error(String text) {
    shown.error(text);
  }

  @Override
  public Optional<String> ask(Prompt prompt) {
    return Optional.empty();
  }

  @Override
  public void giveUp() {
    shown.giveUp();
  }

  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public int width() {
    return shown.width();
  }

  @Override
  public boolean colour() {
    return shown.colour();
  }
}
