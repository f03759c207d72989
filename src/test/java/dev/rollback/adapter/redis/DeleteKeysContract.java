package dev.rollback.adapter.redis;

import static dev.rollback.adapter.redis.Kinds.b;

import dev.rollback.action.Connection;
import dev.rollback.contract.ActionContract;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract for {@code redis.delete-keys}; a subclass says against which server. */
abstract class DeleteKeysContract
    extends ActionContract<DeleteKeys, KeySet, RedisReader, RedisWriter> {
  private @Nullable TestRedis redis;
  private @Nullable Connection<RedisReader, RedisWriter> connection;

  /** Starts a server. */
  abstract TestRedis start();

  /** How a server of this version is asked for the expiry. */
  abstract String expiryCommand();

  private TestRedis redis() {
    return Objects.requireNonNull(redis);
  }

  @Override
  protected Class<KeySet> stateType() {
    return KeySet.class;
  }

  @Override
  protected Connection<RedisReader, RedisWriter> connection() {
    return Objects.requireNonNull(connection);
  }

  @Override
  protected void arrange() {
    redis = start();
    connection = redis().connect();
    Kinds.fill(redis().admin());
  }

  @AfterEach
  void stop() {
    if (connection != null) {
      connection.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  protected DeleteKeys action() {
    return new DeleteKeys(Kinds.PATTERN);
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
    return Set.of("a master", "a server that is no cluster");
  }

  @Override
  protected Denial deny(String requirement) {
    var command = requirement.replaceFirst(" .*", "").toLowerCase(Locale.ROOT);
    return denial(command.equals("pexpiretime") ? expiryCommand() : command, requirement);
  }

  private Denial denial(String command, String what) {
    redis().acl("-" + command);
    return new Denial() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public void close() {
        redis().acl("+" + command);
      }
    };
  }
}
