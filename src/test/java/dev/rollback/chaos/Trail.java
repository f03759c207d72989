package dev.rollback.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.drill.Production;
import dev.rollback.drill.Scrub;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Every change of a workload's specification and of a Redis key, as the systems themselves tell it,
 * in order. What nobody has recorded is in here all the same.
 */
final class Trail implements AutoCloseable {
  private static final Duration CATCH_UP = Duration.ofSeconds(10);
  private static final String MARK = "chaos-mark";

  /** One generation of a deployment. */
  record Generation(String deployment, long number, JsonNode spec) {}

  /** What happened to one key: {@code del}, {@code restore}, {@code set} … */
  record KeyEvent(String what, String key) {}

  private final Production production;
  private final Scrub scrub;
  private final ObjectMapper json = new ObjectMapper();
  private final List<Generation> generations = new ArrayList<>();
  private final List<KeyEvent> keys = new ArrayList<>();
  private final AtomicInteger marks = new AtomicInteger();
  private final AtomicInteger marksSeen = new AtomicInteger();
  private final Watch watch;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> commands;
  private final StatefulRedisPubSubConnection<String, String> events;

  Trail(Production production) {
    this.production = production;
    this.scrub = Scrub.of(production.sandbox());
    this.client = RedisClient.create(production.sandbox().redis().toString());
    this.commands = client.connect();
    this.events = listenToKeys();
    deployments().forEach(this::add);
    this.watch =
        production.kubernetes().apps().deployments().inAnyNamespace().watch(new Listening());
  }

  private StatefulRedisPubSubConnection<String, String> listenToKeys() {
    commands.sync().configSet("notify-keyspace-events", "EA");
    var connection = client.connectPubSub();
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String pattern, String channel, String message) {
            heard(channel, message);
          }
        });
    connection.sync().psubscribe("__keyevent@*", MARK);
    return connection;
  }

  private void heard(String channel, String message) {
    if (channel.equals(MARK)) {
      marksSeen.incrementAndGet();
    } else {
      synchronized (keys) {
        keys.add(
            new KeyEvent(
                channel.substring(channel.indexOf("__:") + 3),
                message.startsWith("api_key:") ? scrub.named(message) : message));
      }
    }
  }

  private final class Listening implements Watcher<Deployment> {
    @Override
    public void eventReceived(Action action, Deployment deployment) {
      add(deployment);
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch of the deployments ended", cause);
    }
  }

  private void add(Deployment deployment) {
    var name = deployment.getMetadata().getName();
    var number = deployment.getMetadata().getGeneration();
    synchronized (generations) {
      if (generations.stream()
          .noneMatch(g -> g.deployment().equals(name) && g.number() >= number)) {
        generations.add(new Generation(name, number, tree(deployment)));
      }
    }
  }

  private JsonNode tree(Deployment deployment) {
    try {
      return json.readTree(scrub.named(Serialization.asJson(deployment.getSpec())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Stream<Deployment> deployments() {
    return production.kubernetes().apps().deployments().inAnyNamespace().list().getItems().stream();
  }

  /** Waits until everything that has happened by now has been heard of. */
  void catchUp() {
    var mark = marks.incrementAndGet();
    commands.sync().publish(MARK, "" + mark);
    await()
        .atMost(CATCH_UP)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> marksSeen.get() >= mark);
    var now = new HashMap<String, Long>();
    deployments().forEach(d -> now.put(d.getMetadata().getName(), d.getMetadata().getGeneration()));
    await().atMost(CATCH_UP).pollInterval(Duration.ofMillis(2)).until(() -> heardOf(now));
  }

  private boolean heardOf(Map<String, Long> wanted) {
    var heard = new HashMap<String, Long>();
    synchronized (generations) {
      generations.forEach(g -> heard.put(g.deployment(), g.number()));
    }
    return wanted.entrySet().stream()
        .allMatch(e -> heard.getOrDefault(e.getKey(), 0L) >= e.getValue());
  }

  /** Forgets what was; what is now is where the next changes start from. */
  void restart() {
    catchUp();
    synchronized (generations) {
      var last = new TreeMap<String, Generation>();
      generations.forEach(g -> last.put(g.deployment(), g));
      generations.clear();
      generations.addAll(last.values());
    }
    synchronized (keys) {
      keys.clear();
    }
  }

  /**
   * The changes of workloads since the restart, in order.
   *
   * @throws IllegalStateException when one of them was not heard of
   */
  List<SpecChange> changes() {
    catchUp();
    var changes = new ArrayList<SpecChange>();
    var last = new HashMap<String, Generation>();
    synchronized (generations) {
      for (var next : generations) {
        var before = last.put(next.deployment(), next);
        if (before != null) {
          if (next.number() != before.number() + 1) {
            throw new IllegalStateException(
                "a generation between these was missed: "
                    + before.number()
                    + " and "
                    + next.number());
          }
          changes.add(SpecChange.between(before.spec(), next.spec()));
        }
      }
    }
    return changes;
  }

  /** What happened to keys since the restart, in order. */
  List<KeyEvent> keys() {
    catchUp();
    synchronized (keys) {
      return List.copyOf(keys);
    }
  }

  @Override
  public void close() {
    watch.close();
    events.close();
    commands.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
