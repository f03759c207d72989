package dev.rollback.adapter.host.systemd;

import java.util.regex.Pattern;

/** Names of units. */
final class UnitNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*");
  private static final Pattern TYPE =
      Pattern.compile(
          ".*\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)");

  private UnitNames() {}

  /**
   * Refuses what systemctl would take for a pattern, an option or several units.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  static void check(String unit) {
    if (!NAME.matcher(unit).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name of one unit: letters, digits and :_.\\@- stand in it"
              .formatted(unit));
    }
  }

  /** With its type, as systemd names it itself. */
  static String full(String unit) {
    return TYPE.matcher(unit).matches() ? unit : unit + ".service";
  }
}
