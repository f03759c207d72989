package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The two streams of a process, redacted, one writer at a time. While a view is shown at the bottom
 * of the screen, it is the view's thread that writes.
 */
final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final Redactor redactor;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Consumer<Runnable> way = Runnable::run;
  private String open = "";

  Output(PrintStream out, PrintStream err, Redactor redactor) {
    this.out = out;
    this.err = err;
    this.redactor = redactor;
  }

  /** All that is written goes this way from now on. */
  void by(Consumer<Runnable> other) {
    way = other;
  }

  private void write(Runnable what) {
    way.accept(what);
  }

  void print(String text) {
    write(() -> printed(text));
  }

  void error(String text) {
    write(() -> write(err, withLineBreak(text)));
  }

  /**
   * Without a line break: the answer is typed behind it. Prompts are no results. What is said until
   * it is answered gets lines of its own, and the last line of the prompt is shown again.
   */
  void prompt(String text) {
    write(() -> prompted(text));
  }

  /** The prompt was answered, or nobody waits for an answer any more. */
  void answered() {
    write(this::closed);
  }

  private void printed(String text) {
    lock.lock();
    try {
      if (open.isEmpty()) {
        write(out, withLineBreak(text));
        return;
      }
      write(err, "\n");
      write(out, withLineBreak(text));
      write(err, open);
    } finally {
      lock.unlock();
    }
  }

  private void prompted(String text) {
    lock.lock();
    try {
      closed();
      write(err, text);
      open = text.substring(text.lastIndexOf('\n') + 1);
    } finally {
      lock.unlock();
    }
  }

  private void closed() {
    lock.lock();
    try {
      open = "";
    } finally {
      lock.unlock();
    }
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
