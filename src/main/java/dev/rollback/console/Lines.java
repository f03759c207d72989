package dev.rollback.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an input that nobody has to wait for: a read from a terminal cannot be interrupted,
 * so a thread of its own makes it. No more is read than was asked for.
 */
final class Lines {
  /** A window that is closed ends the input, and sends a signal, which may come a little later. */
  private static final long SIGNAL_MILLIS = 1_000;

  private final BufferedReader in;
  private final Semaphore wanted = new Semaphore(0);
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;
  private volatile boolean givenUp;

  private sealed interface Event {
    record Line(String text) implements Event {}

    record End() implements Event {}

    record Failed(IOException why) implements Event {}

    record GivenUp() implements Event {}
  }

  Lines(BufferedReader in) {
    this.in = in;
  }

  /**
   * The next line; empty where the input has ended, or was given up.
   *
   * @throws IOException when it cannot be read, and has not been given up
   */
  Optional<String> next() throws IOException {
    if (givenUp) {
      return Optional.empty();
    }
    begin();
    wanted.release();
    try {
      return switch (events.take()) {
        case Event.Line(var text) -> Optional.of(text);
        case Event.End _, Event.GivenUp _ -> Optional.empty();
        case Event.Failed(var why) -> failed(why);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<String> failed(IOException why) throws IOException, InterruptedException {
    if (events.poll(SIGNAL_MILLIS, TimeUnit.MILLISECONDS) instanceof Event.GivenUp) {
      return Optional.empty();
    }
    throw why;
  }

  /** Ends the wait for a line, now and for ever: there is nobody who still wants one. */
  void giveUp() {
    givenUp = true;
    events.add(new Event.GivenUp());
  }

  private synchronized void begin() {
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("input").start(this::read);
    }
  }

  private void read() {
    try {
      while (true) {
        wanted.acquire();
        events.add(one());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Event one() {
    try {
      var line = in.readLine();
      return line == null ? new Event.End() : new Event.Line(line);
    } catch (IOException e) {
      return new Event.Failed(e);
    }
  }
}
