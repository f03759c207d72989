package dev.rollback.console;

import dev.rollback.diagnostic.Redactor;
import java.io.IOError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jline.terminal.Size;
import org.jline.utils.Signals;

/**
 * A view at the bottom of a terminal, above which lines are printed. One thread writes all of it:
 * whoever prints a line does not wait for the terminal. Where the view cannot be drawn any more,
 * the lines go on without it, and that is said once.
 */
final class Region implements LiveRegion {
  private static final long EVERY_MILLIS = 250;

  private final Screen screen;
  private final Canvas canvas;
  private final LiveView view;
  private final Redactor redactor;
  private final Consumer<String> note;
  private final BlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>();
  private final AtomicBoolean resized = new AtomicBoolean();
  private final AtomicBoolean continued = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread thread;
  private Size size;
  private int pauses;
  private boolean settling;
  private boolean broken;
  private boolean closing;
  private boolean ended;

  private Region(Screen screen, LiveView view, Redactor redactor, Consumer<String> note) {
    this.screen = screen;
    this.canvas = new Canvas(screen);
    this.view = view;
    this.redactor = redactor;
    this.note = note;
    this.size = screen.size().get().orElse(Size.of(0, 0));
    this.thread = Thread.ofPlatform().daemon().name("live view").unstarted(this::run);
  }

  /**
   * Shows a view until it is closed.
   *
   * @param note is given what is to be said where it cannot be shown any more
   */
  static Region open(Screen screen, LiveView view, Redactor redactor, Consumer<String> note) {
    var region = new Region(screen, view, redactor, note);
    region.thread.start();
    return region;
  }

  /** Does this above the view, after what was given before; at once where the view is closed. */
  void print(Runnable write) {
    synchronized (this) {
      if (!ended) {
        jobs.add(() -> above(write));
        return;
      }
    }
    write.run();
  }

  /** Takes the view off the screen while something else uses it: a question. */
  void pause() {
    print(() -> pauses++);
  }

  /** The view is shown again. */
  void resume() {
    print(() -> pauses--);
  }

  @Override
  public void close() {
    jobs.add(() -> closing = true);
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends; what is on the screen may stay
    }
  }

  private void run() {
    // What a test or another program has set is put back afterwards.
    var window = Signals.register("WINCH", () -> resized.set(true));
    var foreground = Signals.register("CONT", () -> continued.set(true));
    try {
      while (!closing) {
        Optional.ofNullable(jobs.poll(EVERY_MILLIS, TimeUnit.MILLISECONDS))
            .ifPresent(Runnable::run);
        if (jobs.isEmpty()) {
          drawn(this::draw);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drawn(this::erase);
      Signals.unregister("WINCH", window);
      Signals.unregister("CONT", foreground);
      end();
    }
  }

  private void end() {
    synchronized (this) {
      ended = true;
    }
    jobs.forEach(Runnable::run);
    done.countDown();
  }

  /** The lines that are printed take the place of the view, which is drawn anew below them. */
  private void above(Runnable write) {
    drawn(this::erase);
    write.run();
  }

  private void erase() {
    measure();
    canvas.erase(size);
  }

  private void draw() {
    if (continued.getAndSet(false)) {
      canvas.forget();
      settling = true;
    }
    if (resized.getAndSet(false)) {
      settling = true; // the last size counts, and that comes with no sign of its own
      return;
    }
    measure();
    canvas.draw(pauses > 0 ? List.of() : lines(), size);
  }

  private void measure() {
    if (settling || resized.get()) {
      settling = false;
      screen.size().get().ifPresent(now -> size = now);
    }
  }

  private List<String> lines() {
    return view.lines(size.getColumns() - 1, size.getRows()).stream()
        .map(redactor::redact)
        .toList();
  }

  /** A view that cannot be drawn is given up; the run that it shows is none of its business. */
  private void drawn(Runnable drawing) {
    if (broken) {
      return;
    }
    try {
      drawing.run();
      if (!canvas.working()) {
        giveUp("the terminal does not take what is drawn");
      }
    } catch (RuntimeException | IOError e) {
      giveUp(e.toString());
    }
  }

  private void giveUp(String why) {
    broken = true;
    canvas.forget();
    note.accept("note: the live view has ended (%s). The lines go on without it.".formatted(why));
  }
}
