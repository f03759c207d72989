package dev.rollback.adapter.redis.link;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;

/** Sends a command as it is, past the client's own ideas of what the command is for. */
public final class Wire {
  private Wire() {}

  /**
   * Sends it at once, over this connection.
   *
   * @param output how the answer is read
   * @return the answer, or how it failed: {@link RedisErrors#command} says what that means
   */
  public static <T> RedisFuture<T> send(
      StatefulRedisConnection<byte[], byte[]> connection,
      String command,
      CommandOutput<byte[], byte[], T> output,
      CommandArgs<byte[], byte[]> arguments) {
    var async = new AsyncCommand<>(new Command<>(new Raw(command), output, arguments));
    connection.dispatch(async);
    return async;
  }

  /**
   * A command's name on the wire. Its name in the client is another one, because the client would
   * put its own transaction around what follows MULTI, and wait for an EXEC that never comes.
   */
  private record Raw(String command) implements ProtocolKeyword {
    @Override
    public byte[] getBytes() {
      return command.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
      return "raw " + command;
    }
  }
}
