package dev.rollback.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.Consumer;

/** Where the command line parser prints its help: the console, a line at a time. */
final class ConsoleWriter extends PrintWriter {
  ConsoleWriter(Consumer<String> console) {
    super(new Lines(console), true);
  }

  /** Collects text until it is flushed. */
  private static final class Lines extends Writer {
    private final Consumer<String> console;
    private final StringBuilder text = new StringBuilder();

    Lines(Consumer<String> console) {
      this.console = console;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
      text.append(buffer, offset, length);
    }

    @Override
    public void flush() {
      if (!text.isEmpty()) {
        console.accept(text.toString().stripTrailing());
        text.setLength(0);
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}
