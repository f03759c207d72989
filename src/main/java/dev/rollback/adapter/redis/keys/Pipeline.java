package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.link.RedisLink;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Keeps a few commands on their way at once, and hands on their answers in order. For one thread.
 */
final class Pipeline {
  private static final int WINDOW = 8;

  private record Sent(Future<List<Object>> answer, int bytes, Consumer<List<Object>> then) {}

  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private final RedisLink link;
  private final String doing;
  private final boolean write;
  private long bytes;

  Pipeline(RedisLink link, String doing, boolean write) {
    this.link = link;
    this.doing = doing;
    this.write = write;
  }

  /** Puts one more on its way, when there is room, and takes in the answers that make room. */
  void add(Future<List<Object>> answer, Consumer<List<Object>> then) {
    add(answer, 0, then);
  }

  /**
   * The same for a request that takes its time on a slow line: of such there are never more on
   * their way than one batch has, besides the last.
   */
  void add(Future<List<Object>> answer, int size, Consumer<List<Object>> then) {
    sent.addLast(new Sent(answer, size, then));
    bytes += size;
    while (sent.size() > WINDOW || bytes - size > RedisScripts.BATCH_BYTES) {
      takeOne();
    }
  }

  /** The same for a consumer of answers: it never waits, so that answers do not nest. */
  void again(Future<List<Object>> answer, Consumer<List<Object>> then) {
    sent.addLast(new Sent(answer, 0, then));
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
    bytes -= first.bytes();
    first.then().accept(link.await(first.answer(), doing, write));
  }
}
