package dev.rollback.chaos;

import dev.rollback.console.VirtualScreen;
import java.util.List;

/** The window of a {@link Child}, as it is seen. */
final class Window {
  private final Child child;
  private final VirtualScreen screen;
  private int seen;

  /** A window of this size. */
  Window(Child child, int columns, int rows) {
    this.child = child;
    this.screen = new VirtualScreen(columns, rows);
    child.resize(columns, rows);
  }

  private synchronized VirtualScreen current() {
    var all = child.screen();
    screen.write(all.substring(seen).replace("\n", "\r\n"));
    seen = all.length();
    return screen;
  }

  /** Somebody drags its corner. */
  synchronized void resize(int columns, int rows) {
    current().resize(columns, rows);
    child.resize(columns, rows);
  }

  /** The rows that are to be seen now. */
  List<String> shown() {
    return current().shown();
  }

  /** Everything, with what has scrolled past. */
  String text() {
    return current().text();
  }
}
