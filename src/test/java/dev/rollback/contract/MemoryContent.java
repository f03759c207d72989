package dev.rollback.contract;

import dev.rollback.action.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Content kept in memory, for tests that need no journal. */
public final class MemoryContent implements Content, Content.Sink {
  private final List<byte[]> kept = new ArrayList<>();

  @Override
  public void put(byte[] entry) {
    kept.add(entry.clone());
  }

  @Override
  public long entries() {
    return kept.size();
  }

  @Override
  public void forEach(Consumer<byte[]> entry) {
    kept.forEach(entry);
  }
}
