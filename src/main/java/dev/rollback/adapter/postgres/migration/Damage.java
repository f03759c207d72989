package dev.rollback.adapter.postgres.migration;

import java.util.List;

/**
 * What scripts would take away from a database as it is.
 *
 * @param lines for a person, one for each thing
 * @param rows how many rows and values would be gone, as far as they could be counted
 * @param foreign what this role may not take away, and who owns it
 */
record Damage(List<String> lines, long rows, List<String> foreign) {
  static final Damage NONE = new Damage(List.of(), 0, List.of());

  Damage {
    lines = List.copyOf(lines);
    foreign = List.copyOf(foreign);
  }
}
