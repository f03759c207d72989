package dev.rollback.adapter.redis.keys;

import static dev.rollback.adapter.redis.Kinds.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Requirement;
import dev.rollback.adapter.redis.Kinds;
import dev.rollback.adapter.redis.RedisLeases;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.adapter.redis.link.Endpoint;
import dev.rollback.adapter.redis.statistics.RoundTrip;
import dev.rollback.contract.MemoryContent;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting keys in a real cluster, and bringing them back; a subclass says of which version. */
abstract class RedisClusterContract {
  private static final DeleteKeys ACTION = new DeleteKeys("s:*");

  private final List<String> notes = new ArrayList<>();
  private TestCluster cluster;
  private Connection<RedisReader, RedisWriter> connection;

  /** Starts one server. */
  abstract TestRedis start(String... options);

  @BeforeEach
  void open() {
    cluster = new TestCluster(this::start);
    connection = cluster.nodes().getFirst().connect();
    for (var i = 0; i < 1_500; i++) {
      set("s:" + i, "value " + i);
    }
    set("other", "stays");
  }

  @AfterEach
  void stop() {
    connection.close();
    cluster.close();
  }

  private void set(String key, String value) {
    cluster.of(b(key)).admin().set(b(key), b(value));
  }

  private record Saved(KeySet before, Content content) {}

  private Saved save(KeyRemoval action) {
    var now = action.observe(connection.reader());
    var content = new MemoryContent();
    action.save(now, connection.reader(), content);
    return new Saved(now.state(), content);
  }

  private void move(KeyRemoval action, KeySet to, Content content) {
    var now = action.observe(connection.reader());
    action.write(now, to, connection.writer(), content, new Noting());
  }

  private final class Noting implements dev.rollback.action.BulkAction.Progress {
    @Override
    public void report(long done, long expected) {
      assertThat(done).isLessThanOrEqualTo(expected);
    }

    @Override
    public void note(String what) {
      notes.add(what);
    }
  }

  private List<String> missing(KeyRemoval action) {
    return action.requirements().stream()
        .filter(r -> r.probe().apply(connection.reader()) instanceof Requirement.Finding.Missing)
        .map(Requirement::what)
        .toList();
  }

  @Test
  void keysOfAllPartsAreDeletedAndComeBack() {
    var full = Kinds.notText();
    cluster.of(full).admin().set(full, full);
    cluster.of(b("s:set")).admin().sadd(b("s:set"), b("a"), Kinds.notText());
    for (var i = 0; i < 2_000; i++) {
      cluster.of(b("s:bigset")).admin().sadd(b("s:bigset"), b("member " + i));
    }
    cluster.of(b("s:large")).admin().set(b("s:large"), new byte[3_000_000]);
    cluster.of(b("s:1")).admin().pexpireat(b("s:1"), 4_102_444_800_123L);
    set("rollback:lease:production", "somebody's");
    var everything = cluster.snapshot();
    for (var action : List.of(ACTION, new FlushDb())) {
      assertThat(missing(action)).isEmpty();
      assertThat(cluster.snapshot()).isEqualTo(everything);
      var saved = save(action);
      assertThat(saved.before.keys()).isEqualTo(action.equals(ACTION) ? 1_503 : 1_505);
      move(action, KeySet.NONE, saved.content);
      assertThat(action.observe(connection.reader()).state()).isEqualTo(KeySet.NONE);
      assertThat(cluster.snapshot()).hasSize(everything.size() - (int) saved.before.keys());
      move(action, saved.before, saved.content);
      assertThat(cluster.snapshot()).isEqualTo(everything);
    }
    assertThat(notes).first().asString().isEqualTo("1,503 keys deleted");
  }

  @Test
  void whatChangedOrAppearedOrIsThereAgainStays() {
    var saved = save(ACTION);
    set("s:1", "changed");
    set("s:new", "appeared");
    cluster.of(b("s:2")).admin().del(b("s:2"));
    move(ACTION, KeySet.NONE, saved.content);
    assertThat(notes).last().asString().contains("1,498 keys deleted", "1 changed", "1 gone");
    assertThat(ACTION.observe(connection.reader()).state().keys()).isEqualTo(2);
    set("s:3", "newer");
    move(ACTION, saved.before, saved.content);
    assertThat(notes).last().asString().contains("1,498 keys restored", "2 there already");
    assertThat(cluster.of(b("s:3")).admin().get(b("s:3"))).isEqualTo(b("newer"));
  }

  @Test
  void aPartThatDiesInTheMiddleLeavesItUnknown() {
    var saved = save(ACTION);
    var now = ACTION.observe(connection.reader());
    var dying =
        new InterruptedContent(saved.content, 1_400, () -> cluster.nodes().getLast().kill());
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () -> ACTION.write(now, KeySet.NONE, connection.writer(), dying, new Noting()));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(failure.problem()).contains("of 1,500 keys");
    assertThatThrownBy(() -> ACTION.observe(connection.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("Nothing answers at " + cluster.nodes().getLast().uri());
  }

  @Test
  void aClusterThatIsNotWholeIsRefused() {
    var key = b("s:1");
    var slot = SlotHash.getSlot(key);
    cluster.nodes().forEach(node -> node.admin().clusterDelSlots(slot));
    assertThat(missing(ACTION)).contains("all keys within reach");
    assertThatThrownBy(() -> ACTION.observe(connection.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("is not whole: 1 slots have no master");
  }

  @Test
  void aClusterThatIsBeingReshardedIsRefused() {
    var slot = SlotHash.getSlot(b("s:1"));
    var owner = cluster.of(b("s:1"));
    var other = cluster.nodes().stream().filter(n -> !n.equals(owner)).findFirst().orElseThrow();
    var saved = save(ACTION);
    owner.admin().clusterSetSlotMigrating(slot, other.admin().clusterMyId());
    assertThat(missing(ACTION)).containsExactly("all keys within reach");
    assertThatThrownBy(() -> move(ACTION, KeySet.NONE, saved.content))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("Slots are being moved from or to " + owner.uri());
    owner.admin().clusterSetSlotStable(slot);
    assertThat(missing(ACTION)).isEmpty();
  }

  @Test
  void permissionsAreAskedOfEachPart() {
    cluster.nodes().forEach(node -> node.acl("-unlink"));
    assertThat(missing(ACTION)).containsExactly("UNLINK on s:*");
    cluster.nodes().forEach(node -> node.acl("+unlink", "-cluster"));
    assertThat(missing(ACTION)).containsExactly("all keys within reach");
    cluster.nodes().forEach(node -> node.acl("+cluster"));
    for (var node : cluster.nodes()) {
      node.acl("-restore");
      assertThat(missing(ACTION)).containsExactly("RESTORE on s:*");
      node.acl("+restore", "-scan");
      assertThat(missing(ACTION)).containsExactly("SCAN");
      node.acl("+scan", "resetkeys", "~s:*");
      assertThat(missing(ACTION)).isEmpty();
    }
  }

  @Test
  void leasesAreKeptWhereTheirKeysAre() {
    var now = Instant.parse("2026-11-22T03:00:00Z");
    var place = connection.leasePlace().orElseThrow();
    var parts = new HashSet<TestRedis>();
    for (var target : List.of("production", "staging", "a", "b", "c", "d", "e", "f")) {
      var hers = new Claim("u", "h", 1, "r", 1, now, now, Duration.ofSeconds(30), Optional.empty());
      assertThat(place.requirements(target))
          .allSatisfy(
              r ->
                  assertThat(r.probe().apply(connection.reader()))
                      .as(r.what())
                      .isInstanceOf(Requirement.Finding.Met.class));
      assertThat(place.read(target, connection.reader())).isEmpty();
      assertThat(place.replace(target, Optional.empty(), hers, connection.writer())).isTrue();
      assertThat(place.replace(target, Optional.empty(), hers, connection.writer())).isFalse();
      assertThat(place.read(target, connection.reader())).contains(hers);
      parts.add(cluster.of(b(RedisLeases.key(target))));
    }
    assertThat(parts).as("otherwise this proves nothing").hasSizeGreaterThan(1);
  }

  @Test
  void theCensusGoesThroughAllParts() {
    var reading = new Census("*", 1, 1_000_000, 3).read(connection.reader());
    assertThat(reading.toString()).contains("keys=1501", "complete=true", "s:=");
    assertThat(new RoundTrip(10, "anything").read(connection.reader()).toString())
        .contains("writable=true");
  }

  @Test
  void theListOfPartsIsRead() {
    var asked = new Endpoint(false, "10.0.0.1", 7000, 0);
    var nodes =
        ClusterNodes.read(
            """
            a 10.0.0.1:7000@17000,one.example myself,master - 0 0 1 connected 0-8000 8002 [5->-b]
            b 10.0.0.2:7001@17001 master - 0 0 2 connected 8001 8003-16383
            c 10.0.0.3:7002@17002 slave a 0 0 1 connected
            d :0@0 master,noaddr - 0 0 3 disconnected 1
            e :7004@17004 master,fail - 0 0 4 disconnected
            """,
            asked);
    assertThat(nodes.masters()).containsExactly(asked, new Endpoint(false, "10.0.0.2", 7001, 0));
    assertThat(nodes.nobodys()).isZero();
    assertThat(nodes.moving()).isTrue();
    assertThat(List.of(nodes.masterOf(8_000), nodes.masterOf(8_001), nodes.masterOf(8_002)))
        .containsExactly(0, 1, 0);
    assertThat(ClusterNodes.movedTo("MOVED 3999 127.0.0.1:6381"))
        .contains(new ClusterNodes.HostAndPort("127.0.0.1", 6381));
    assertThat(Map.of("x", ClusterNodes.movedTo("NOPERM"))).containsValue(Optional.empty());
  }
}
