package dev.rollback.faults;

/**
 * One whole reply.
 *
 * @param number counted from 1 over all connections of the proxy
 * @param to the request that it answers
 * @param bytes as they came; not to be changed
 */
public record Reply(
    int number, Request to, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
  @Override
  public String toString() {
    return "reply #%d (%d bytes) to %s".formatted(number, bytes.length, to);
  }
}
