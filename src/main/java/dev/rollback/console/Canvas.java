package dev.rollback.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The lines at the bottom of a terminal: only what differs is drawn again. The cursor stands below
 * them, so that a process that is killed leaves the last of them to be read. Used by one thread.
 */
final class Canvas {
  private static final AttributedString NEWLINE = new AttributedString("\n");
  private static final AttributedString CUT = new AttributedString("…");

  private final Screen screen;
  private final Terminal terminal;
  private List<AttributedString> drawn = List.of();
  private Size drawnAt = Size.of(0, 0);
  private Optional<Display> display = Optional.empty();

  Canvas(Screen screen) {
    this.screen = screen;
    this.terminal = screen.terminal();
  }

  /** Whether something of it is on the screen. */
  boolean shown() {
    return !drawn.isEmpty();
  }

  /** Shows these lines in place of those that are there, in a terminal of this size. */
  void draw(List<String> lines, Size size) {
    if (!size.equals(drawnAt) || lines.isEmpty()) {
      erase(size);
    }
    if (lines.isEmpty()) {
      return;
    }
    var next = lines.stream().map(line -> fitting(line, size.getColumns())).toList();
    on(size).update(ended(next), Size.of(size).cursorPos(next.size(), 0), true);
    drawn = next;
    drawnAt = size;
  }

  /** Each ends with a line break, and the cursor stands on the line after the last. */
  private static List<AttributedString> ended(List<AttributedString> lines) {
    var all = new ArrayList<AttributedString>();
    lines.forEach(line -> all.add(AttributedString.join(AttributedString.EMPTY, line, NEWLINE)));
    all.add(AttributedString.EMPTY);
    return all;
  }

  private Display on(Size size) {
    return display.orElseGet(
        () -> {
          var fresh = new Display(terminal, false);
          fresh.resize(size);
          display = Optional.of(fresh);
          return fresh;
        });
  }

  /** The last column stays free: a terminal wraps there in its own way. */
  private static AttributedString fitting(String line, int columns) {
    var text = AttributedString.fromAnsi(line);
    return text.columnLength() < columns
        ? text
        : AttributedString.join(
            AttributedString.EMPTY, text.columnSubSequence(0, Math.max(0, columns - 2)), CUT);
  }

  /** Takes the lines off the screen; the cursor stands where the first one began. */
  void erase(Size size) {
    if (shown()) {
      terminal.puts(Capability.carriage_return);
      terminal.puts(
          Capability.parm_up_cursor, Math.clamp(height(size), 1, Math.max(1, size.getRows() - 1)));
      // Some terminals keep what is erased from their first cell on among what has scrolled past.
      terminal.puts(Capability.clr_eol);
      terminal.writer().write('\n');
      terminal.puts(Capability.clr_eos);
      terminal.puts(Capability.parm_up_cursor, 1);
      terminal.flush();
    }
    forget();
  }

  /** How many lines of the screen they take now, which may have become narrower since. */
  private int height(Size size) {
    var columns = Math.max(1, size.getColumns());
    return screen.reflows()
        ? drawn.stream()
            .mapToInt(line -> Math.max(1, Math.ceilDiv(line.columnLength(), columns)))
            .sum()
        : drawn.size();
  }

  /** Somebody else has used the screen: what was drawn stays, and is drawn anew below. */
  void forget() {
    drawn = List.of();
    display = Optional.empty();
  }

  /** Whether the terminal takes what is written to it. */
  boolean working() {
    return !terminal.writer().checkError();
  }
}
