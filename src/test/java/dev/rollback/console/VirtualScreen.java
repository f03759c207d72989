package dev.rollback.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a terminal shows of what is written to it, with what has scrolled past: as xterm and those
 * after it do, which break long lines anew when the window gets narrower, and as tmux does, which
 * keeps what is erased from the first cell on. A sequence that it does not know is an error.
 */
public final class VirtualScreen {
  private static final Pattern SEQUENCE =
      Pattern.compile("\\A\u001b(?:\\[([?0-9;]*)([A-Za-z@])|\\([B0]|[=>78])");
  private static final Pattern UNFINISHED = Pattern.compile("\\A\u001b(?:\\[?[?0-9;]*|\\()\\z");

  private final List<Row> all = new ArrayList<>();
  private int columns;
  private int rows;
  private int top;
  private int x;
  private int y;
  private boolean wrapping;
  private String rest = "";
  private long cells;

  private static final class Row {
    private final StringBuilder text = new StringBuilder();
    private boolean goesOn;

    void put(int at, char c) {
      while (text.length() <= at) {
        text.append(' ');
      }
      text.setCharAt(at, c);
    }

    void cut(int at) {
      text.setLength(Math.min(at, text.length()));
      goesOn = false;
    }

    String shown() {
      return text.toString().stripTrailing();
    }
  }

  /** An empty one. */
  public VirtualScreen(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    all.add(new Row());
  }

  /** The terminal gets this; a sequence may come in parts. */
  public synchronized void write(String text) {
    var left = rest + text;
    rest = "";
    while (!left.isEmpty()) {
      if (left.charAt(0) != '\u001b') {
        character(left.charAt(0));
        left = left.substring(1);
        continue;
      }
      var sequence = SEQUENCE.matcher(left);
      if (!sequence.find()) {
        if (!UNFINISHED.matcher(left).find()) {
          throw new IllegalStateException("no terminal knows this: " + left.replace('\u001b', '^'));
        }
        rest = left;
        return;
      }
      if (sequence.group(2) != null) {
        obey(sequence.group(2).charAt(0), sequence.group(1));
      }
      left = left.substring(sequence.end());
    }
  }

  private Row row() {
    while (all.size() <= top + y) {
      all.add(new Row());
    }
    return all.get(top + y);
  }

  private void character(char c) {
    switch (c) {
      case '\r' -> to(0);
      case '\n' -> down();
      case '\b' -> to(Math.max(0, x - 1));
      default -> print(c);
    }
  }

  private void to(int column) {
    x = column;
    wrapping = false;
  }

  private void down() {
    wrapping = false;
    if (y == rows - 1) {
      top++;
    } else {
      y++;
    }
    row();
  }

  private void print(char c) {
    if (wrapping) {
      row().goesOn = true;
      down();
      x = 0;
    }
    row().put(x, c);
    cells++;
    wrapping = x == columns - 1;
    x += wrapping ? 0 : 1;
  }

  private void obey(char command, String parameters) {
    var n = parameters.matches("\\d+") ? Integer.parseInt(parameters) : 1;
    switch (command) {
      case 'A' -> y = Math.max(0, y - n);
      case 'B' -> y = Math.min(rows - 1, y + n);
      case 'C' -> to(Math.min(columns - 1, x + n));
      case 'D' -> to(Math.max(0, x - n));
      case 'G' -> to(Math.min(columns, n) - 1);
      case 'J' -> eraseBelow(parameters);
      case 'K' -> eraseRight(parameters);
      case 'P' -> {
        var text = row().text;
        text.delete(Math.min(x, text.length()), Math.min(x + n, text.length()));
      }
      case '@' -> {
        if (x < row().text.length()) {
          row().text.insert(x, " ".repeat(n));
        }
        row().cut(columns);
      }
      case 'm', 'h', 'l' -> {} // colours and modes
      default -> throw new IllegalStateException("not expected: " + parameters + command);
    }
    wrapping = wrapping && "mhl".indexOf(command) >= 0;
  }

  private void eraseBelow(String parameters) {
    if (!parameters.isEmpty() && !parameters.equals("0")) {
      throw new IllegalStateException("the whole screen must not be erased");
    }
    if (x == 0 && y == 0) {
      top = all.size(); // as tmux does: what was on the screen has scrolled past
      row();
      return;
    }
    row().cut(x);
    while (all.size() > top + y + 1) {
      all.removeLast();
    }
  }

  private void eraseRight(String parameters) {
    if (!parameters.isEmpty() && !parameters.equals("0")) {
      throw new IllegalStateException("not expected: " + parameters + "K");
    }
    row().cut(x);
  }

  /** The window gets another size. */
  public synchronized void resize(int toColumns, int toRows) {
    row();
    var offset = x;
    var at = top + y;
    var lines = new ArrayList<Row>();
    var cursor = 0;
    for (var i = 0; i < all.size(); ) {
      var whole = new StringBuilder();
      var inside = -1;
      do {
        inside = i == at ? whole.length() + offset : inside;
        whole.append(all.get(i).text);
      } while (all.get(i++).goesOn && i < all.size());
      if (inside >= 0) {
        cursor = lines.size() + inside / toColumns;
        x = inside % toColumns;
      }
      split(whole.toString().stripTrailing(), toColumns, lines);
    }
    all.clear();
    all.addAll(lines);
    columns = toColumns;
    rows = toRows;
    top = Math.max(0, Math.max(all.size(), cursor + 1) - rows);
    y = Math.max(0, cursor - top);
  }

  private static void split(String text, int width, List<Row> into) {
    for (var from = 0; from == 0 || from < text.length(); from += width) {
      var row = new Row();
      row.text.append(text, from, Math.min(text.length(), from + width));
      row.goesOn = from + width < text.length();
      into.add(row);
    }
  }

  /** How many cells were written to since the last time that this was asked. */
  public synchronized long cells() {
    var written = cells;
    cells = 0;
    return written;
  }

  /** The rows that are on the screen now. */
  public synchronized List<String> shown() {
    return IntStream.range(top, Math.min(all.size(), top + rows))
        .mapToObj(i -> all.get(i).shown())
        .toList();
  }

  /** All lines, with those that have scrolled past, as they were written: no line is broken. */
  public synchronized String text() {
    return all.stream()
        .map(row -> row.goesOn ? row.text.toString() : row.shown() + "\n")
        .collect(Collectors.joining())
        .stripTrailing();
  }
}
