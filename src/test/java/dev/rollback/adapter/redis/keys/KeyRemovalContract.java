package dev.rollback.adapter.redis.keys;

import static dev.rollback.adapter.redis.Kinds.b;

import dev.rollback.adapter.redis.Kinds;
import dev.rollback.adapter.redis.RedisContract;
import dev.rollback.adapter.redis.link.Server;
import java.util.Locale;
import java.util.Set;

/** The contract for the actions that delete keys; a subclass says against which server. */
abstract class KeyRemovalContract<A extends Record & KeyRemoval> extends RedisContract<A, KeySet> {

  /** How a server of this version is asked for the expiry. */
  private String expiryCommand() {
    return Server.atLeast(connection().reader().version(), 7) ? "pexpiretime" : "pttl";
  }

  @Override
  protected Class<KeySet> stateType() {
    return KeySet.class;
  }

  @Override
  protected void fill() {
    Kinds.fill(redis().admin());
  }

  @Override
  protected Object snapshot() {
    return redis().snapshot();
  }

  @Override
  protected void disturb() {
    redis().admin().set(b("api_key:new"), b("somebody else's"));
  }

  @Override
  protected long writes() {
    return redis().writes();
  }

  @Override
  protected Set<String> noPermissions() {
    return Set.of("a master", "all keys within reach");
  }

  @Override
  protected Denial deny(String requirement) {
    var command = requirement.replaceFirst(" .*", "").toLowerCase(Locale.ROOT);
    return denial(requirement, "-" + (command.equals("pexpiretime") ? expiryCommand() : command));
  }
}
