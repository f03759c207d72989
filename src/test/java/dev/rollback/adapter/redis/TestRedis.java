package dev.rollback.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Connection;
import dev.rollback.action.SecretRef;
import dev.rollback.adapter.redis.link.Pause;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.diagnostic.Sensitive;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server on a free port, and an administrator's way to it. */
public final class TestRedis implements AutoCloseable {
  static final String USER = "tester";
  static final String PASSWORD = "correct horse battery";

  private static final List<String> WRITES =
      List.of(
          "unlink",
          "del",
          "set",
          "restore",
          "rpush",
          "hset",
          "sadd",
          "zadd",
          "xadd",
          "pexpireat",
          "persist",
          "flushall");

  /** What the server runs in. */
  interface Running {
    String host();

    int port();

    /** As kill -9. */
    void kill();

    /** A test needs it no more. */
    void release();
  }

  private record Local(Process process, int port) implements Running {
    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public void kill() {
      process.destroyForcibly();
      await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    @Override
    public void release() {
      kill();
    }
  }

  private final Running running;
  private final RedisClient client;
  private final RedisCommands<byte[], byte[]> admin;

  /** A server that is there, with the user that connections act as. */
  TestRedis(Running running) {
    this.running = running;
    await().atMost(Duration.ofSeconds(10)).until(this::accepts);
    this.client = RedisClient.create();
    this.admin =
        client
            .connect(ByteArrayCodec.INSTANCE, RedisURI.create(running.host(), running.port()))
            .sync();
    acl("reset", "on", ">" + PASSWORD, "~*", "&*", "+@all");
  }

  private static TestRedis local(File binary, List<String> options) {
    try {
      var port = freePort();
      var directory = Files.createTempDirectory("redis-test");
      directory.toFile().deleteOnExit();
      return new TestRedis(new Local(launch(binary, port, directory, options), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server that comes with the tests. */
  public static TestRedis embedded(String... options) {
    try {
      return local(ExecutableProvider.newJarResourceProvider().get(), List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An installed server: ROLLBACK_LAB_REDIS, or redis-server on the PATH. */
  static Optional<File> installed() {
    var named = Optional.ofNullable(System.getenv("ROLLBACK_LAB_REDIS")).stream();
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    var found = Stream.of(path.split(File.pathSeparator)).map(d -> d + "/redis-server");
    return Stream.concat(named, found).map(File::new).filter(File::canExecute).findFirst();
  }

  /** The installed server; where there is none, the test is skipped. */
  public static TestRedis installedOrSkip(String... options) {
    var binary = installed();
    Assumptions.assumeTrue(
        binary.isPresent(), "no redis-server: set ROLLBACK_LAB_REDIS or install one");
    return of(binary.orElseThrow(), options);
  }

  static TestRedis of(File binary, String... options) {
    return local(binary, List.of(options));
  }

  private static Process launch(File binary, int port, Path directory, List<String> options)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                binary.getPath(),
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                directory.toString()));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** One above which there is room for the port of a cluster's bus, ten thousand higher. */
  static int freePort() throws IOException {
    while (true) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (socket.getLocalPort() <= 55_000) {
          return socket.getLocalPort();
        }
      }
    }
  }

  private boolean accepts() {
    try (var socket = new Socket(running.host(), running.port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static io.lettuce.core.protocol.CommandArgs<byte[], byte[]> arguments(String... arguments) {
    var packed = new io.lettuce.core.protocol.CommandArgs<>(ByteArrayCodec.INSTANCE);
    for (var argument : arguments) {
      packed.add(argument);
    }
    return packed;
  }

  /** Changes the access control list of the user that connections act as. */
  public void acl(String... rules) {
    var all = Stream.concat(Stream.of("SETUSER", USER), Stream.of(rules)).toArray(String[]::new);
    admin.dispatch(
        () -> "ACL".getBytes(UTF_8),
        new io.lettuce.core.output.StatusOutput<>(ByteArrayCodec.INSTANCE),
        arguments(all));
  }

  /** An administrator. */
  public RedisCommands<byte[], byte[]> admin() {
    return admin;
  }

  /** Its port on the loopback address, or where its container is published. */
  public int port() {
    return running.port();
  }

  public String uri() {
    return "redis://" + running.host() + ":" + port() + "/0";
  }

  RedisSettings settings() {
    return new RedisSettings(uri(), Optional.of(new SecretRef.Env("PASSWORD")), Optional.of(USER));
  }

  /** A way to it as the user whose permissions are set. */
  public Connection<RedisReader, RedisWriter> connect() {
    return new RedisAdapter().connect(settings(), _ -> Sensitive.of(PASSWORD));
  }

  /** The same through another port of its host. */
  public Connection<RedisReader, RedisWriter> connect(int port) {
    return connect(port, Duration.ofSeconds(10));
  }

  /** The same, with samples taken whenever this pause says. */
  public Connection<RedisReader, RedisWriter> connect(Pause pause) {
    return new RedisAdapter(pause).connect(settings(), _ -> Sensitive.of(PASSWORD));
  }

  /** The same with another time-out. */
  public Connection<RedisReader, RedisWriter> connect(int port, Duration timeout) {
    return new RedisAdapter()
        .connect(
            new RedisSettings(
                "redis://" + running.host() + ":" + port + "/0",
                settings().password(),
                settings().username(),
                timeout),
            _ -> Sensitive.of(PASSWORD));
  }

  /** How many commands that write the server has executed, inside scripts or not. */
  public long writes() {
    return admin
        .info("commandstats")
        .lines()
        .filter(line -> WRITES.stream().anyMatch(w -> line.startsWith("cmdstat_" + w + ":")))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  /** From now on every command is noted at the server, with its arguments. */
  public void note() {
    admin.configSet("slowlog-max-len", "1000000");
    admin.configSet("slowlog-log-slower-than", "0");
  }

  /** How many commands were executed since {@link #note} that begin with these words. */
  public long noted(String... words) {
    return admin.slowlogGet(1_000_000).stream()
        .map(entry -> (List<?>) ((List<?>) entry).get(3))
        .filter(command -> command.size() >= words.length && begins(command, words))
        .filter(command -> !asksOnly(command))
        .count();
  }

  private static boolean begins(List<?> command, String... words) {
    return Stream.iterate(0, i -> i < words.length, i -> i + 1)
        .allMatch(i -> word(command, i).equalsIgnoreCase(words[i]));
  }

  /** CONFIG SET with one name twice is refused whatever the values, and sets nothing. */
  private static boolean asksOnly(List<?> command) {
    return command.size() == 6 && word(command, 2).equals(word(command, 4));
  }

  private static String word(List<?> command, int at) {
    return new String((byte[]) command.get(at), UTF_8);
  }

  /** Every key with its type, value and absolute expiry. */
  public Map<String, String> snapshot() {
    var all = new TreeMap<String, String>();
    for (var key : admin.keys("*")) {
      all.put(HexFormat.of().formatHex(key), value(key) + " until " + expiry(key));
    }
    return all;
  }

  private String value(byte[] key) {
    return switch (admin.type(key)) {
      case "set" -> "set " + admin.smembers(key).stream().map(TestRedis::hex).sorted().toList();
      case "hash" -> {
        var fields = new TreeMap<String, String>();
        admin.hgetall(key).forEach((f, v) -> fields.put(hex(f), hex(v)));
        yield "hash " + fields;
      }
      case String type -> type + " " + hex(admin.dump(key));
    };
  }

  /** By the server's clock, to the millisecond. */
  long expiry(byte[] key) {
    Long at =
        admin.eval(
            """
            local function now()
              local t = redis.call('TIME')
              return t[1] * 1000 + math.floor(t[2] / 1000)
            end
            local before, left
            repeat
              before = now()
              left = redis.call('PTTL', KEYS[1])
            until now() == before
            return left < 0 and left or before + left
            """,
            ScriptOutputType.INTEGER,
            new byte[][] {key});
    return at;
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** As kill -9. */
  public void kill() {
    running.kill();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    running.release();
  }
}
