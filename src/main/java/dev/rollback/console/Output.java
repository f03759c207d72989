package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;

/** The two streams of a process, redacted, one writer at a time. */
final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final Redactor redactor;
  private final ReentrantLock lock = new ReentrantLock();

  Output(PrintStream out, PrintStream err, Redactor redactor) {
    this.out = out;
    this.err = err;
    this.redactor = redactor;
  }

  void print(String text) {
    write(out, withLineBreak(text));
  }

  void error(String text) {
    write(err, withLineBreak(text));
  }

  /** Without a line break: the answer is typed behind it. Prompts are no results. */
  void prompt(String text) {
    write(err, text);
  }

  private static String withLineBreak(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }

  private void write(PrintStream stream, String text) {
    lock.lock();
    try {
      stream.print(redactor.redact(text));
      stream.flush();
    } finally {
      lock.unlock();
    }
  }
}
