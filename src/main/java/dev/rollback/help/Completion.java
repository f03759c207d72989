package dev.rollback.help;

import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** A script that makes a shell complete the commands, options and values of the command line. */
public enum Completion {
  /** Bash, from 4 on; it needs no package of completions. */
  bash("share/bash-completion/completions/rollback"),
  /** Zsh. */
  zsh("share/zsh/site-functions/_rollback"),
  /** Fish. */
  fish("share/fish/vendor_completions.d/rollback.fish");

  /** The hidden command that answers what is {@link Asked}. */
  public static final String ASK = "__complete";

  private final String place;

  Completion(String place) {
    this.place = place;
  }

  /** Where a package installs it, below its prefix: the shell finds it there by itself. */
  public String place() {
    return place;
  }

  /** The script. */
  public String script(CommandSpec root) {
    return switch (this) {
      case bash -> BashCompletion.of(root);
      case zsh -> ZshCompletion.of(root);
      case fish -> FishCompletion.of(root);
    };
  }

  /** The shell that runs for a person, as its variable SHELL says. */
  public static Optional<Completion> of(String shell) {
    return Arrays.stream(values())
        .filter(c -> shell.equals(c.name()) || shell.endsWith("/" + c.name()))
        .findFirst();
  }

  /** A text as one word of a shell, whatever is in it. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
