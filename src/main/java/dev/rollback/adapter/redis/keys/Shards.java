package dev.rollback.adapter.redis.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollback.adapter.redis.link.Endpoint;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.diagnostic.SystemException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The servers among which the keys are: one, or the masters of a cluster. Links to the others are
 * opened when they are first needed, and closed with this.
 */
public final class Shards implements AutoCloseable {
  private final RedisLink first;
  private final DryRun dryRun;
  private final Map<Endpoint, RedisLink> others = new ConcurrentHashMap<>();
  private final Map<RedisLink, DryRun> dryRuns = new ConcurrentHashMap<>();

  /** Behind this link, which stays its caller's to close. */
  public Shards(RedisLink first) {
    this.first = first;
    this.dryRun = new DryRun(first);
  }

  /**
   * Where each key is now; asked anew, so that what follows goes by one map.
   *
   * @throws SystemException when a part of the cluster is nobody's, or is being moved
   */
  ShardMap map() {
    if (!first.server().cluster()) {
      return ShardMap.of(first);
    }
    var slots = ClusterNodes.ask(first);
    trouble(slots)
        .ifPresent(
            why -> {
              throw SystemException.refused(why, "Mend it first: redis-cli --cluster check");
            });
    return ShardMap.of(slots.masters().stream().map(this::at).toList(), slots);
  }

  /** Why there is no {@link #map} now, as a sentence; empty where there is one. */
  public Optional<String> trouble() {
    return first.server().cluster() ? trouble(ClusterNodes.ask(first)) : Optional.empty();
  }

  /** While slots are moved, a key may be at two servers or on its way between them. */
  private Optional<String> trouble(ClusterNodes slots) {
    var nobodys = slots.nobodys();
    if (nobodys > 0) {
      return Optional.of(
          "The cluster of %s is not whole: %,d slots have no master."
              .formatted(first.where(), nobodys));
    }
    return slots.masters().stream()
        .filter(master -> ClusterNodes.ask(at(master)).moving())
        .findFirst()
        .map(
            master ->
                "Slots are being moved from or to %s, a part of the cluster of %s."
                    .formatted(master.label(), first.where()));
  }

  private RedisLink at(Endpoint endpoint) {
    return endpoint.equals(first.endpoint())
        ? first
        : others.computeIfAbsent(endpoint, first::towards);
  }

  /**
   * Whether the server would take a command, which is not executed; of a cluster the one is asked
   * that has the key.
   *
   * @return empty when it would, else why not, in the server's words
   */
  public Optional<String> refusal(String command, byte[]... arguments) {
    var answer = dryRun.refusal(command, arguments);
    var elsewhere = answer.flatMap(ClusterNodes::movedTo);
    if (elsewhere.isEmpty()) {
      return answer;
    }
    return dryRun(at(elsewhere.get().in(first.endpoint()))).refusal(command, arguments);
  }

  private DryRun dryRun(RedisLink link) {
    return link.equals(first) ? dryRun : dryRuns.computeIfAbsent(link, DryRun::new);
  }

  /**
   * The same of all servers, each of which is asked for a key of its own.
   *
   * @param arguments where one of them is {@link KeyPattern#specimen()}, it stands for a key
   * @return the first refusal; empty when there is none
   */
  public Optional<String> refusal(KeyPattern keys, String command, byte[]... arguments) {
    if (!first.server().cluster()
        || dryRun.refusal("CLUSTER", "NODES".getBytes(US_ASCII)).isPresent()
        || trouble().isPresent()) { // which is told as what it is, by its own requirement
      return refusal(command, arguments);
    }
    var map = map();
    return map.links().stream()
        .flatMap(
            link ->
                map
                    .keyOf(link, keys)
                    .map(key -> refusal(link, keys, key, command, arguments))
                    .stream())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> refusal(
      RedisLink link, KeyPattern keys, byte[] key, String command, byte[]... arguments) {
    var own =
        Stream.of(arguments)
            .map(argument -> Arrays.equals(argument, keys.specimen()) ? key : argument)
            .toArray(byte[][]::new);
    return dryRun(link).refusal(command, own).map(why -> why + " (at " + link.where() + ")");
  }

  /** Closes what was opened besides the first. */
  @Override
  public void close() {
    dryRun.close();
    dryRuns.values().forEach(DryRun::close);
    dryRuns.clear();
    others.values().forEach(RedisLink::close);
    others.clear();
  }
}
