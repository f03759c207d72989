package dev.rollback.adapter.redis;

import dev.rollback.action.Connection;
import dev.rollback.action.StateAction;
import dev.rollback.contract.ActionContract;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract with a Redis server of its own; a subclass says of which version. */
public abstract class RedisContract<
        A extends Record & StateAction<S, RedisReader, RedisWriter>, S extends Record>
    extends ActionContract<A, S, RedisReader, RedisWriter> {
  private @Nullable TestRedis redis;
  private @Nullable Connection<RedisReader, RedisWriter> connection;

  /** Starts a server. */
  protected abstract TestRedis start();

  /** Gives the action something to do. */
  protected abstract void fill();

  protected TestRedis redis() {
    return Objects.requireNonNull(redis);
  }

  @Override
  protected Connection<RedisReader, RedisWriter> connection() {
    return Objects.requireNonNull(connection);
  }

  @Override
  protected void arrange() {
    redis = start();
    connection = redis().connect();
    fill();
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

  /** These rules of an access control list hold until it is closed. */
  protected Denial denial(String what, String... rules) {
    redis().acl(rules);
    return new Denial() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public void close() {
        redis().acl("+@all");
      }
    };
  }
}
