package dev.rollback.adapter.redis;

import dev.rollback.adapter.redis.keys.CensusMemory;
import dev.rollback.adapter.redis.keys.CountedKeys;
import dev.rollback.adapter.redis.keys.KeyPattern;
import dev.rollback.adapter.redis.keys.KeyScan;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.keys.PrefixCensus;
import dev.rollback.adapter.redis.keys.Register;
import dev.rollback.adapter.redis.keys.SavedKey;
import dev.rollback.adapter.redis.keys.Shards;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.ServerTime;
import dev.rollback.adapter.redis.parameter.Parameters;
import dev.rollback.adapter.redis.statistics.Histogram;
import dev.rollback.adapter.redis.statistics.Info;
import dev.rollback.adapter.redis.statistics.SlowEntry;
import dev.rollback.adapter.redis.statistics.Statistics;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Reads through one {@link RedisLink}. */
class LettuceReader implements RedisReader {
  private final RedisLink link;
  private final KeyScan scan;
  private final Statistics statistics;
  private final Parameters parameters;
  private final Shards shards;
  private final Register register;

  LettuceReader(RedisLink link, Shards shards, CensusMemory memory, Register register) {
    this.link = link;
    this.scan = new KeyScan(shards, memory);
    this.statistics = new Statistics(link);
    this.parameters = new Parameters(link);
    this.shards = shards;
    this.register = register;
  }

  @Override
  public Duration ping() {
    var commands = commands(); // opened beforehand: the greeting is not what is measured
    var start = System.nanoTime();
    link.await(commands.ping(), "answering PING", false);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public String role() {
    return link.server().role();
  }

  @Override
  public String version() {
    return link.server().version();
  }

  @Override
  public String mode() {
    return link.server().mode();
  }

  @Override
  public String user() {
    return link.user();
  }

  @Override
  public CountedKeys census(KeyPattern pattern) {
    return scan.census(pattern);
  }

  @Override
  public void save(KeyPattern pattern, KeySet counted, Consumer<SavedKey> to) {
    scan.save(pattern, counted, to);
  }

  @Override
  public Info info(String section) {
    return statistics.info(section);
  }

  @Override
  public Map<String, Histogram> histograms(List<String> commands) {
    return statistics.histograms(commands);
  }

  @Override
  public SortedMap<String, String> parameters(Collection<String> names) {
    return parameters.get(names);
  }

  @Override
  public Optional<String> fixed(String parameter) {
    var current = parameters.get(List.of(parameter)).getOrDefault(parameter, "");
    return parameters.fixed(parameter, current);
  }

  @Override
  public Echo echo(byte[] payload) {
    var commands = commands();
    var start = System.nanoTime();
    var back = link.await(commands.echo(payload), "answering ECHO", false);
    return new Echo(Duration.ofNanos(System.nanoTime() - start), Arrays.equals(payload, back));
  }

  @Override
  public List<SlowEntry> slowLog(int most) {
    return statistics.slowLog(most);
  }

  @Override
  public Instant time() {
    return Instant.ofEpochMilli(ServerTime.of(link).millis());
  }

  @Override
  public PrefixCensus prefixes(KeyPattern pattern, int depth, long most, int each) {
    return scan.prefixes(pattern, depth, most, each);
  }

  @Override
  public void pause(Duration time) {
    link.pause(time);
  }

  @Override
  public Optional<String> refusal(String command, byte[]... arguments) {
    return shards.refusal(command, arguments);
  }

  @Override
  public Optional<String> refusal(KeyPattern keys, String command, byte[]... arguments) {
    return shards.refusal(keys, command, arguments);
  }

  @Override
  public Optional<byte[]> value(byte[] key) {
    return register.read(key);
  }

  @Override
  public Optional<String> scattered() {
    return shards.trouble();
  }

  /** The servers among which the keys are. */
  Shards shards() {
    return shards;
  }

  /** Where values are compared and set. */
  Register register() {
    return register;
  }

  /** The way to send commands. */
  RedisAsyncCommands<byte[], byte[]> commands() {
    return link.connection().async();
  }

  /** The line. */
  RedisLink link() {
    return link;
  }
}
