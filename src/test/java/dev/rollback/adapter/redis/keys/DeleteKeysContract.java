package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.Kinds;

/** The contract for {@code redis.delete-keys}. */
abstract class DeleteKeysContract extends KeyRemovalContract<DeleteKeys> {
  @Override
  protected DeleteKeys action() {
    return new DeleteKeys(Kinds.PATTERN);
  }
}
