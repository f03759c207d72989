package dev.rollback.bench;

import dev.rollback.cli.Shell;
import dev.rollback.drill.Production;
import dev.rollback.journal.LongJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Times the command {@code rollback resume RUN} on a run with a long journal that is stopped just
 * before its end, and beside it on the same run with a short one.
 *
 * <p>Arguments: how many entries, how often, an empty directory, then the command that is timed.
 */
public final class ResumeBench {
  private static final String RUN = "20260115-0300-0001";

  private final Path home;
  private final List<String> command;
  private int attempt;
  private int attemptEnd;

  private ResumeBench(Path home, List<String> command) {
    this.home = home;
    this.command = command;
  }

  /** Prints the times. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var entries = Integer.parseInt(args[0]);
    var times = Integer.parseInt(args[1]);
    var command = List.of(args).subList(3, args.length);
    var bench = new ResumeBench(Path.of(args[2]).toAbsolutePath(), command);
    try (var production = new Production()) {
      bench.stoppedRun(production);
      bench.measure(entries, times);
    }
  }

  private Path runs() {
    return home.resolve("state/rollback/runs");
  }

  /**
   * A real run, whose last gate nobody answered: not at first, not when a timer tried to go on with
   * it, and then somebody who had to leave at once.
   */
  private void stoppedRun(Production production) throws IOException {
    production.configure(home, List.of());
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    Files.copy(
        Path.of("src/test/resources/bench/incident.yaml"), runbooks.resolve("incident.yaml"));
    IntStream.rangeClosed(1, 12)
        .forEach(
            n -> production.redis().command(List.of("SET", "incident:" + n, "cached form " + n)));
    var shell = new Shell(home);
    var first =
        List.of(
            new Shell.Answer("name of the target", "sandbox"),
            new Shell.Answer("Tell the support desk", "yes"),
            new Shell.Answer("Delete the cached keys?", "yes"),
            new Shell.Answer("no more calls", ""));
    stopped(4, shell.answering(first, "scenario", "incident"));
    attempt = entries() + 1;
    stopped(4, shell.run("resume"));
    attemptEnd = entries();
    var yes = List.of(new Shell.Answer("no more calls", "yes"));
    stopped(130, shell.interruptedAt("no more calls", yes, "resume"));
  }

  private static void stopped(int exit, Shell.Result result) {
    if (result.exit() != exit) {
      throw new IllegalStateException("not stopped:\n" + result.out() + result.err());
    }
  }

  private int entries() throws IOException {
    try (var lines = Files.lines(runs().resolve(RUN).resolve("journal.jsonl"))) {
      return (int) lines.count();
    }
  }

  private void measure(int entries, int times) throws IOException, InterruptedException {
    var stopped = home.resolve("stopped");
    Files.move(runs().resolve(RUN), stopped);
    var few = new ArrayList<Times>();
    var many = new ArrayList<Times>();
    for (var i = 0; i < times; i++) {
      few.add(resumed(stopped, 0));
      many.add(resumed(stopped, entries));
    }
    print("short journal", few);
    print("%,d entries".formatted(entries), many);
  }

  /**
   * How long a command took, in seconds.
   *
   * @param goesOn until it had read, checked and folded its journal, held its target, and said that
   *     it goes on
   * @param whole until its process had ended, the report written
   */
  private record Times(double goesOn, double whole) {}

  private Times resumed(Path stopped, int entries) throws IOException, InterruptedException {
    var run = runs().resolve(RUN);
    Files.createDirectory(run);
    for (var file : files(stopped)) {
      Files.copy(file, run.resolve(file.getFileName()));
    }
    if (entries > 0) {
      LongJournal.extend(home.resolve("state/rollback"), RUN, attempt, attemptEnd, entries);
    }
    var times = timed("resume", RUN, "--no-input");
    for (var file : files(run)) {
      Files.delete(file);
    }
    Files.delete(run);
    return times;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  private Times timed(String... arguments) throws IOException, InterruptedException {
    var line = new ArrayList<>(command);
    Collections.addAll(line, arguments);
    var builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectError(home.resolve("err").toFile());
    builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
    var start = System.nanoTime();
    var process = builder.start();
    var said = new ArrayList<String>();
    var goesOn = 0.0;
    try (var out = process.inputReader()) {
      for (var text = out.readLine(); text != null; text = out.readLine()) {
        goesOn = said.isEmpty() ? seconds(start) : goesOn;
        said.add(text);
      }
    }
    var exit = process.waitFor();
    var whole = seconds(start);
    if (exit != 0 || !said.getFirst().contains("goes on")) {
      throw new IllegalStateException(
          "exit code "
              + exit
              + ":\n"
              + String.join("\n", said)
              + Files.readString(home.resolve("err")));
    }
    return new Times(goesOn, whole);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String journal, List<Times> times) {
    print("rollback resume, " + journal + ", goes on", times.stream().map(Times::goesOn));
    print("rollback resume, " + journal + ", whole", times.stream().map(Times::whole));
  }

  private static void print(String what, Stream<Double> times) {
    var sorted = times.sorted().toList();
    System.out.printf(
        "%-48s min %.2f  median %.2f  max %.2f s%n",
        what, sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
  }
}
