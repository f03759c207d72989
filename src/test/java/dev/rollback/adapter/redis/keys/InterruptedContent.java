package dev.rollback.adapter.redis.keys;

import dev.rollback.action.Content;
import java.util.function.Consumer;

/** Something happens after so many entries have been handed out. */
record InterruptedContent(Content all, int after, Runnable what) implements Content {
  @Override
  public long entries() {
    return all.entries();
  }

  @Override
  public void forEach(Consumer<byte[]> entry) {
    var given = new int[1];
    all.forEach(
        e -> {
          if (given[0]++ == after) {
            what.run();
          }
          entry.accept(e);
        });
  }
}
