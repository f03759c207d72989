package dev.rollback.crash;

import java.util.Map;

/**
 * One server as it is seen from outside, behind the processes that write to it: what it holds, how
 * often it was written to, and the way back to what it held. To bring in another system, write one
 * of these and name it in {@link Stage}.
 */
public interface Ledger extends AutoCloseable {
  /** What the server is; stands before what it holds and counts. */
  String system();

  /**
   * What it holds that a run may move; without leases, and without what the sample service does.
   */
  Map<String, Held> holds();

  /** How often it was written to since it began, by what; only ever grows. Leases do not count. */
  Writes writes();

  /** Makes it hold this and nothing else, and waits until it does. */
  void putBack(Map<String, Held> holdings);

  @Override
  void close();

  /**
   * One thing that a server holds.
   *
   * @param value all of it, as a text
   * @param expires when it ends by itself, in milliseconds since 1970; negative: never
   */
  record Held(String value, long expires) {
    private static final int MEASURED_OFF = 10;

    static Held lasting(String value) {
      return new Held(value, -1);
    }

    /** Whether both are the same; the end may be measured a few milliseconds off. */
    public boolean same(Held other) {
      return value.equals(other.value) && Math.abs(expires - other.expires) <= MEASURED_OFF;
    }
  }
}
