package dev.rollback.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A process at a terminal of its own, with somebody who types. The process leads its session, and
 * the terminal is its controlling one: what is typed as Ctrl-C reaches it as SIGINT, and a closed
 * window as SIGHUP.
 */
final class Child implements AutoCloseable {
  /** What SIGKILL gives the waiting parent. */
  static final int KILLED = 128 + 9;

  private static final Duration END = Duration.ofSeconds(90);
  private static final int POLL_MILLIS = 20;

  /**
   * Becomes the program, at the terminal whose name is its first argument. Who sets the size must
   * hold the terminal open: a terminal that the last one has closed is gone for who reads it.
   */
  private static final String AT_TERMINAL =
      "t=$1 size=$2; shift 2; exec <\"$t\" >\"$t\" 2>&1; [ -z \"$size\" ] || stty $size; exec \"$@\"";

  /** A build in the background of a script ignores Ctrl-C, and so would all that it starts. */
  private static final List<String> NO_SIGNAL_IGNORED =
      List.of("env", "--default-signal=HUP,INT,TERM");

  private final Process process;
  private final Pty terminal;
  private final Thread reader;
  private final StringBuilder screen = new StringBuilder();
  private int answered;

  /** What is typed when this is what was shown since the last answer; nothing: nothing yet. */
  interface Person extends Function<String, Optional<String>> {}

  private Child(Process process, Pty terminal, Person person) {
    this.process = process;
    this.terminal = terminal;
    this.reader = Thread.ofPlatform().daemon().name("terminal").start(() -> sit(person));
  }

  /**
   * Starts a process, at a terminal that does not tell its size.
   *
   * @param environment all of its variables
   */
  static Child start(
      List<String> command, Path directory, Map<String, String> environment, Person person) {
    return start(command, directory, environment, person, "");
  }

  /** The same, in a window of this size. */
  static Child start(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Person person,
      int columns,
      int rows) {
    return start(
        command, directory, environment, person, "cols %d rows %d".formatted(columns, rows));
  }

  private static Child start(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Person person,
      String size) {
    try {
      var terminal = Pty.open();
      var words = new ArrayList<String>();
      words.addAll(NO_SIGNAL_IGNORED);
      words.addAll(List.of("setsid", "sh", "-c", AT_TERMINAL, "sh"));
      words.addAll(List.of(terminal.device().toString(), size));
      words.addAll(command);
      var builder = new ProcessBuilder(words).directory(directory.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
      return new Child(builder.start(), terminal, person);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sit(Person person) {
    try {
      while (true) {
        var shown = new String(terminal.read(POLL_MILLIS), StandardCharsets.UTF_8);
        var answer = shown.isEmpty() ? Optional.<String>empty() : look(shown, person);
        if (answer.isPresent()) {
          terminal.type(answer.get() + "\n");
        }
      }
    } catch (IOException e) {
      // One of the two ends is closed, and there is nobody to talk to any more.
      synchronized (screen) {
        screen.notifyAll();
      }
    }
  }

  private Optional<String> look(String shown, Person person) {
    synchronized (screen) {
      screen.append(shown);
      screen.notifyAll();
      var answer = person.apply(screen.substring(answered));
      if (answer.isPresent()) {
        answered = screen.length();
      }
      return answer;
    }
  }

  /** Everything that was shown so far. */
  String screen() {
    synchronized (screen) {
      return screen.toString().replace("\r\n", "\n");
    }
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Types something, such as \3 for Ctrl-C. */
  void type(String text) {
    try {
      terminal.type(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the window another size; the program in it gets SIGWINCH. */
  void resize(int columns, int rows) {
    try {
      var device = terminal.device().toString();
      var stty =
          new ProcessBuilder("stty", "-F", device, "cols", "" + columns, "rows", "" + rows).start();
      if (stty.waitFor() != 0) {
        throw new IllegalStateException("stty failed on " + device);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Closes the window. */
  void hangUp() {
    terminal.close();
  }

  /** SIGKILL: nothing of it runs any more after that. */
  void kill() {
    process.destroyForcibly();
  }

  /** Whether it ends by itself within this time. */
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits for its end.
   *
   * @return its exit code, 128 + n after signal n
   * @throws IllegalStateException when it does not end; it is killed then
   */
  int await() {
    if (!endsWithin(END)) {
      kill();
      throw new IllegalStateException("no end within " + END + ":\n" + screen());
    }
    try {
      reader.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  /** Ends it, if it has not ended. */
  @Override
  public void close() {
    kill();
    terminal.close();
  }
}
