package dev.rollback.faults;

/**
 * Decides the fate of every message. It is called by the thread that carries the message, so that a
 * method that does not return <em>holds</em> the message (and what follows it in its direction on
 * its connection) until it does: at {@link #request} the server has not got it yet; at {@link
 * #reply} the server has done it and the client does not know yet. Must be thread-safe: connections
 * and directions have threads of their own.
 */
public interface Faults {
  /** A network without faults. */
  Faults NONE = new Faults() {};

  /** Whether a new connection is taken; one that is not, is reset. Connections count from 1. */
  default boolean accepts(int connection) {
    return true;
  }

  /** What becomes of a request. */
  default Fate request(Request request) {
    return Fate.PASS;
  }

  /** What becomes of a reply. */
  default Fate reply(Reply reply) {
    return Fate.PASS;
  }
}
