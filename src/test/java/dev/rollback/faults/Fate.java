package dev.rollback.faults;

import java.time.Duration;

/** What becomes of one message on its way through a {@link FaultProxy}. */
public sealed interface Fate {
  /** It goes on at once. */
  Fate PASS = new Pass();

  /** It and all that follow it in its direction vanish; both sockets stay open. */
  Fate DROP = new Drop();

  /** It vanishes, and both ends see their connection reset. */
  Fate CUT = new Cut();

  /**
   * A request goes on and is executed; where its reply should come, the client's connection is
   * reset. For a reply this is the same as {@link #CUT}.
   */
  Fate CUT_AFTER = new CutAfter();

  /**
   * A request goes on and is executed; the client gets the first half of the reply's bytes, then a
   * reset. For a reply: its own first half.
   */
  Fate CUT_INSIDE = new CutInside();

  /**
   * Nothing goes on any more in either direction, this message included; both sockets stay open.
   */
  Fate HALF_OPEN = new HalfOpen();

  /**
   * A request goes on and is executed; the client gets the first half of the reply's bytes, and
   * then nothing more ever. For a reply: its own first half.
   */
  Fate STALL_INSIDE = new StallInside();

  /**
   * It goes on after this time, and what follows it waits behind it. It goes on even where its
   * sender has given up meanwhile: a request can come late.
   */
  static Fate delay(Duration by) {
    return new Delay(by);
  }

  /** See {@link #PASS}. */
  record Pass() implements Fate {}

  /** See {@link #delay}. */
  record Delay(Duration by) implements Fate {}

  /** See {@link #DROP}. */
  record Drop() implements Fate {}

  /** See {@link #CUT}. */
  record Cut() implements Fate {}

  /** See {@link #CUT_AFTER}. */
  record CutAfter() implements Fate {}

  /** See {@link #CUT_INSIDE}. */
  record CutInside() implements Fate {}

  /** See {@link #STALL_INSIDE}. */
  record StallInside() implements Fate {}

  /** See {@link #HALF_OPEN}. */
  record HalfOpen() implements Fate {}
}
