package dev.rollback.sandbox.service;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pages that were made, which a release in a hurry keeps and never looks at again: a leak. It
 * is outside of the heap, so that no limit of the process's own comes before that of its container.
 */
final class PageHistory {
  private final int size;
  private final Collection<ByteBuffer> pages = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  /** With so many bytes for each page; 0 keeps none. */
  PageHistory(int size) {
    this.size = size;
  }

  /** Keeps one more page. */
  void add() {
    if (size > 0) {
      pages.add(ByteBuffer.allocateDirect(size));
      bytes.addAndGet(size);
    }
  }

  /** How much is kept, in bytes. */
  long bytes() {
    return bytes.get();
  }
}
