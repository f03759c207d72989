package dev.rollback.cli;

import dev.rollback.console.Console;
import dev.rollback.console.Prompt;
import dev.rollback.report.GitHubAnnotations;
import java.util.Optional;

/** The log of a job: what a server has answered must not become a command to the runner. */
final class GitHubConsole implements Console {
  private final Console console;

  GitHubConsole(Console console) {
    this.console = console;
  }

  @Override
  public void print(String text) {
    console.print(GitHubAnnotations.harmless(text));
  }

  @Override
  public void error(String text) {
    console.error(GitHubAnnotations.harmless(text));
  }

  @Override
  public Optional<String> ask(Prompt prompt) {
    return console.ask(prompt);
  }

  @Override
  public void giveUp() {
    console.giveUp();
  }

  @Override
  public boolean interactive() {
    return console.interactive();
  }

  @Override
  public int width() {
    return console.width();
  }

  @Override
  public boolean colour() {
    return console.colour();
  }
}
