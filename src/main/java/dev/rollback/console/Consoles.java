package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/** The console of this process: the only place that touches its standard streams. */
public final class Consoles {
  private Consoles() {}

  /** A terminal where both ends of it are there, else the same streams with nobody at them. */
  public static Console ofProcess(
      Redactor redactor, Map<String, String> environment, Colour colour) {
    var terminal = terminal();
    var charset = terminal.map(java.io.Console::charset).orElseGet(Charset::defaultCharset);
    var out = stream(FileDescriptor.out, charset);
    var err = stream(FileDescriptor.err, charset);
    var coloured = colour.on(terminal.isPresent(), environment);
    var width = new TerminalWidth(environment, terminal.isPresent());
    var in =
        new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), charset));
    var console =
        new TerminalConsole(
            in,
            out,
            err,
            redactor,
            width,
            coloured,
            () -> Screen.of(environment, new FileOutputStream(FileDescriptor.out), charset));
    return terminal.isPresent() ? console : new UnattendedConsole(console);
  }

  /** The terminal, where both ends of it are there; the platform says null or no terminal else. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where there is no terminal
  private static Optional<java.io.Console> terminal() {
    return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal);
  }

  private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
    return new PrintStream(new FileOutputStream(descriptor), false, charset);
  }
}
