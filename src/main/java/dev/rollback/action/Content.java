package dev.rollback.action;

import java.util.function.Consumer;

/** What a bulk action has saved: a sequence of records of bytes, read as a stream. */
public interface Content {
  /** How many entries there are. */
  long entries();

  /**
   * Reads all entries in the order in which they were saved.
   *
   * @throws dev.rollback.diagnostic.SystemException when the content is damaged, before the entry
   *     that is
   */
  void forEach(Consumer<byte[]> entry);

  /** No content: that of an action whose state is all there is. */
  static Content none() {
    return new Content() {
      @Override
      public long entries() {
        return 0;
      }

      @Override
      public void forEach(Consumer<byte[]> entry) {}
    };
  }

  /** Takes entries, one after the other. */
  @FunctionalInterface
  interface Sink {
    /**
     * Keeps one entry.
     *
     * @throws dev.rollback.diagnostic.SystemException when the disk does not take it
     */
    void put(byte[] entry);
  }
}
