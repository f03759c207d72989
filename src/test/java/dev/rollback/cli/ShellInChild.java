package dev.rollback.cli;

import java.nio.file.Path;
import java.util.ArrayList;

/** A command line in a process of its own, at a terminal whose answers are known. */
public final class ShellInChild {
  private ShellInChild() {}

  /**
   * Starts it.
   *
   * @param directory where its shell is
   * @param words pairs of a question's part and its answer, then {@code --}, then the command line
   */
  public static Process start(Path directory, String... words) throws java.io.IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ShellInChild.class.getName());
    command.add(directory.toString());
    command.addAll(java.util.List.of(words));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("child.out").toFile())
        .redirectError(directory.resolve("child.err").toFile())
        .start();
  }

  /** The other process. */
  public static void main(String[] args) {
    var answers = new ArrayList<Shell.Answer>();
    var at = 1;
    for (; !args[at].equals("--"); at += 2) {
      answers.add(new Shell.Answer(args[at], args[at + 1]));
    }
    var line = java.util.Arrays.copyOfRange(args, at + 1, args.length);
    var result = new Shell(Path.of(args[0])).answering(answers, line);
    System.out.print(result.out());
    System.out.flush();
    System.err.print(result.err());
    Runtime.getRuntime().halt(result.exit());
  }
}
