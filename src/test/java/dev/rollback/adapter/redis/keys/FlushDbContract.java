package dev.rollback.adapter.redis.keys;

/** The contract for {@code redis.flush-db}. */
abstract class FlushDbContract extends KeyRemovalContract<FlushDb> {
  @Override
  protected FlushDb action() {
    return new FlushDb();
  }
}
