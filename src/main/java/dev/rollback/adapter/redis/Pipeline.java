package dev.rollback.adapter.redis;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Keeps a few commands on their way at once, and hands on their answers in order. For one thread.
 */
final class Pipeline {
  private static final int WINDOW = 8;

  private record Sent(Future<List<Object>> answer, Consumer<List<Object>> then) {}

  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private final RedisLink link;
  private final String doing;
  private final boolean write;

  Pipeline(RedisLink link, String doing, boolean write) {
    this.link = link;
    this.doing = doing;
    this.write = write;
  }

  /** Puts one more on its way, when there is room, and takes in the answers that make room. */
  void add(Future<List<Object>> answer, Consumer<List<Object>> then) {
    again(answer, then);
    while (sent.size() > WINDOW) {
      takeOne();
    }
  }

  /** The same for a consumer of answers: it never waits, so that answers do not nest. */
  void again(Future<List<Object>> answer, Consumer<List<Object>> then) {
    sent.addLast(new Sent(answer, then));
  }

  /** Takes in all answers that are still out. */
  void finish() {
    while (!sent.isEmpty()) {
      takeOne();
    }
  }

  /** Whether something was sent whose answer has not been taken in. */
  boolean underWay() {
    return !sent.isEmpty();
  }

  private void takeOne() {
    var first = sent.removeFirst();
    first.then().accept(link.await(first.answer(), doing, write));
  }
}
