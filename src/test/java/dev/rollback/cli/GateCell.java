package dev.rollback.cli;

import dev.rollback.action.Risk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One situation in which a plan is to be run: a cell of the matrix of gates. */
record GateCell(boolean terminal, Flag flag, boolean guarded, Risk risk, Given given) {

  /** What stands on the command line. */
  enum Flag {
    NONE("no flag"),
    YES("--yes"),
    NO_INPUT("--no-input"),
    APPROVE_ALL("drill --approve-all");

    private final String text;

    Flag(String text) {
      this.text = text;
    }
  }

  /** The approvals that are given. */
  enum Given {
    NONE,
    ENOUGH,
    EXPIRED,
    WRONG_ROLE
  }

  /** Every cell. */
  static List<GateCell> all() {
    var cells = new ArrayList<GateCell>();
    for (var terminal : List.of(true, false)) {
      for (var flag : Flag.values()) {
        for (var guarded : List.of(false, true)) {
          for (var risk : List.of(Risk.REVERSIBLE, Risk.DISRUPTIVE, Risk.DESTRUCTIVE)) {
            for (var given : Given.values()) {
              cells.add(new GateCell(terminal, flag, guarded, risk, given));
            }
          }
        }
      }
    }
    return cells;
  }

  /** A few of these cells in which every two values of two columns meet at least once. */
  static List<GateCell> pairwise(List<GateCell> cells) {
    var left = new HashSet<String>();
    cells.forEach(c -> left.addAll(c.pairs()));
    var chosen = new ArrayList<GateCell>();
    while (!left.isEmpty()) {
      var best =
          cells.stream()
              .max(
                  java.util.Comparator.comparingLong(
                      c -> c.pairs().stream().filter(left::contains).count()))
              .orElseThrow();
      chosen.add(best);
      left.removeAll(best.pairs());
    }
    return chosen;
  }

  private Set<String> pairs() {
    var columns = Arrays.asList(label().split(" \\| ", -1));
    var pairs = new HashSet<String>();
    for (var a = 0; a < columns.size(); a++) {
      for (var b = a + 1; b < columns.size(); b++) {
        pairs.add(a + columns.get(a) + "/" + b + columns.get(b));
      }
    }
    return pairs;
  }

  /** Whether somebody can be asked. */
  boolean attended() {
    return terminal && flag != Flag.NO_INPUT;
  }

  /** The row of the table, without the outcome. */
  String label() {
    return "%-11s | %-19s | %-9s | %-11s | %-10s"
        .formatted(
            terminal ? "terminal" : "no terminal",
            flag.text,
            guarded ? "protected" : "open",
            risk.name().toLowerCase(Locale.ROOT),
            given.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
