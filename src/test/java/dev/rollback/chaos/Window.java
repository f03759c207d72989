package dev.rollback.chaos;

import dev.rollback.console.VirtualScreen;
import java.util.List;

/** The window of a {@link Child}, as it is seen. */
final class Window {
  private final Child child;
  private final VirtualScreen screen;
  private int seen;

  /** Its window, which has this size from the beginning. */
  Window(Child child, int columns, int rows) {
    this.child = child;
    this.screen = new VirtualScreen(columns, rows);
  }

  private synchronized VirtualScreen current() {
    // What ends with half a line break is one character shorter once the other half has come.
    var all = child.screen().replaceFirst("\r\\z", "");
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
