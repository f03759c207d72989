package dev.rollback.faults;

/**
 * One whole request, however many packets it came in: an HTTP request with its body, one Redis
 * command, what a PostgreSQL client sends up to its next Sync.
 *
 * @param number counted from 1 over all connections of the proxy, in the order of arrival
 * @param write counted from 1 over all requests that may change something; 0 where it only reads
 * @param connection counted from 1
 * @param what {@code PUT /apis/apps/v1/…}, {@code EVAL UNLINK}, {@code SCAN 0}, {@code select …}
 * @param bytes as they came; not to be changed
 */
public record Request(
    int number,
    int write,
    int connection,
    String what,
    @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {

  /** Whether it may change something. Access reviews and dry runs do not, nor does MULTI. */
  public boolean writes() {
    return write > 0;
  }

  @Override
  public String toString() {
    return "#%d%s on connection %d: %s"
        .formatted(number, writes() ? " (write " + write + ")" : "", connection, what);
  }
}
