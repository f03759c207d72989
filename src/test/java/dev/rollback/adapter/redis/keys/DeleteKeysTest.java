package dev.rollback.adapter.redis.keys;

import static dev.rollback.adapter.redis.Kinds.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.action.Requirement;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.Mover;
import dev.rollback.run.Tenure;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to deleting keys: other people's keys, interruptions, expiry. */
class DeleteKeysTest {
  private static final DeleteKeys ACTION = new DeleteKeys("s:*");

  private TestRedis redis = TestRedis.embedded();
  private Connection<RedisReader, RedisWriter> connection = redis.connect();
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void fill() {
    keys("s:", 3000);
  }

  @AfterEach
  void stop() {
    connection.close();
    redis.close();
  }

  @Test
  void nothingThatMatchesIsNothingToDo() {
    var action = new DeleteKeys("none:*");
    var before = action.observe(connection.reader()).state();
    assertThat(before).isEqualTo(KeySet.NONE);
    assertThat(action.desired(before)).isEqualTo(before);
  }

  @Test
  void itCountsTheKeysThatTheLimitIsHeldAgainst() {
    var before = ACTION.observe(connection.reader()).state();
    assertThat(ACTION.magnitude(before, KeySet.NONE)).isEqualTo(Map.of("keys", 3_000L));
    assertThat(ACTION.magnitude(KeySet.NONE, before)).isEqualTo(Map.of("keys", 3_000L));
    assertThat(ACTION.limit()).containsKey("keys");
  }

  @Test
  void patternsThatMatchEverythingAreRefused() {
    for (var glob : List.of("*", "**", "?*", "[a-z]*", "")) {
      assertThatThrownBy(() -> new DeleteKeys(glob))
          .as(glob)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new DeleteKeys("\\*").pattern()).isEqualTo("\\*");
  }

  @Test
  void aKeyThatChangedAfterItWasSavedStays() {
    redis.admin().set(b("s:3"), b("old"));
    redis.admin().pexpireat(b("s:4"), 4_102_444_800_000L);
    var saved = save();
    redis.admin().set(b("s:1"), b("changed"));
    redis.admin().pexpireat(b("s:2"), 4_102_444_800_000L);
    redis.admin().persist(b("s:4"));
    redis.admin().del(b("s:5"));
    redis.admin().set(b("s:new"), b("appeared"));
    apply(saved);
    assertThat(names()).containsExactlyInAnyOrder("s:1", "s:2", "s:4", "s:new");
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("2,996 keys deleted", "3 changed", "1 gone");
  }

  @Test
  void aKeyThatAppearedBetweenCountingAndSavingIsNeitherSavedNorDeleted() {
    var before = ACTION.observe(connection.reader());
    redis.admin().set(b("s:new"), b("appeared"));
    var content = new Kept();
    ACTION.save(before, connection.reader(), content);
    assertThat(content.entries()).isEqualTo(3000);
    apply(new Saved(before.state(), content));
    assertThat(names()).containsExactly("s:new");
  }

  @Test
  void aSetWhoseTableOrderChangedIsStillTheSame() {
    var members = IntStream.range(0, 3000).mapToObj(i -> b("m" + i)).toArray(byte[][]::new);
    redis.admin().sadd(b("s:set"), members);
    redis.admin().hset(b("s:hash"), Map.of(b("long"), new byte[100], b("f"), b("v")));
    var saved = save();
    var dump = redis.admin().dump(b("s:set"));
    redis.admin().del(b("s:set"));
    for (var i = members.length - 1; i >= 0; i--) {
      redis.admin().sadd(b("s:set"), members[i]);
    }
    assertThat(redis.admin().dump(b("s:set"))).as("another order").isNotEqualTo(dump);
    apply(saved);
    assertThat(names()).isEmpty();
  }

  @Test
  void undoLeavesAloneWhatIsThereAgain() {
    var saved = save();
    apply(saved);
    redis.admin().set(b("s:7"), b("newer"));
    redis.admin().set(b("s:other"), b("new"));
    undo(saved);
    assertThat(redis.admin().get(b("s:7"))).isEqualTo(b("newer"));
    assertThat(names()).hasSize(3001).contains("s:other", "s:8");
    assertThat(notes).last().asString().contains("2,999 keys restored", "1 there already");
  }

  @Test
  void undoDoesNotBringBackWhatWouldHaveExpired() {
    redis.admin().pexpire(b("s:1"), 1500);
    var saved = save();
    apply(saved);
    var expiry = System.currentTimeMillis() + 1600;
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> System.currentTimeMillis() > expiry);
    undo(saved);
    assertThat(names()).hasSize(2999).doesNotContain("s:1");
    assertThat(notes).last().asString().contains("1 would have expired");
  }

  @Test
  void aDeletionThatWasInterruptedGoesOnAndIsUndone() {
    var everything = redis.snapshot();
    var saved = save();
    apply(new Saved(saved.before, new FirstOf(saved.content, 1200)));
    assertThat(names()).hasSize(1800);
    redis.admin().set(b("s:new"), b("appeared"));
    var now = ACTION.observe(connection.reader()).state();
    assertThat(now).isNotEqualTo(saved.before).isNotEqualTo(KeySet.NONE);
    assertThat(mover().move(saved.before, KeySet.NONE, connection.writer(), saved.content))
        .isInstanceOf(Move.Written.class);
    assertThat(names()).containsExactly("s:new");
    redis.admin().del(b("s:new"));

    var half = new FirstOf(saved.content, 700);
    mover().move(KeySet.NONE, saved.before, connection.writer(), half);
    assertThat(names()).hasSize(700);
    undo(saved);
    assertThat(redis.snapshot()).isEqualTo(everything);
    assertThat(mover().move(KeySet.NONE, saved.before, connection.writer(), saved.content))
        .isInstanceOf(Move.Already.class);
  }

  @Test
  void aRateSpreadsDeletionAndRestorationOverTime() {
    var slow = new DeleteKeys("s:*", Optional.of(1_000));
    var pauses = new ArrayList<Duration>();
    try (var paced =
        redis.connect(
            (time, _) -> {
              pauses.add(time);
              return false;
            })) {
      var saved = save();
      slow.write(
          slow.observe(paced.reader()), KeySet.NONE, paced.writer(), saved.content, (_, _) -> {});
      assertThat(names()).isEmpty();
      assertThat(pauses).hasSize(6).containsOnly(Duration.ofMillis(500));
      slow.write(
          slow.observe(paced.reader()), saved.before, paced.writer(), saved.content, (_, _) -> {});
      assertThat(names()).hasSize(3000);
      assertThat(pauses).hasSize(12);
    }
    assertThat(new Pace(Optional.of(7), _ -> {}).batch()).isEqualTo(7);
    assertThatThrownBy(() -> new DeleteKeys("s:*", Optional.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`per-second`");
  }

  @Test
  void whoGoesSlowlyStopsAtTheFirstRefusal() {
    var slow = new DeleteKeys("s:*", Optional.of(1_000));
    var pauses = new ArrayList<Duration>();
    try (var paced =
        redis.connect(
            (time, _) -> {
              pauses.add(time);
              redis.acl("-unlink");
              return false;
            })) {
      var saved = save();
      var now = slow.observe(paced.reader());
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () -> slow.write(now, KeySet.NONE, paced.writer(), saved.content, (_, _) -> {}));
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
      assertThat(failure.problem()).contains("does not permit", "500 of 3,000 keys");
    }
    assertThat(pauses).hasSize(1);
    assertThat(names()).hasSize(2500);
  }

  @Test
  void aLineThatBreaksInTheMiddleIsNotOpenedAnewForTheRest() {
    var saved = save();
    var now = ACTION.observe(connection.reader());
    var breaking =
        new InterruptedContent(
            saved.content,
            700,
            () -> {
              // What is still on its way when the line is cut may never arrive.
              Awaitility.await().until(() -> names().size() == 2500);
              redis.admin().clientKill(KillArgs.Builder.typeNormal().skipme(true));
              Awaitility.await()
                  .ignoreExceptions()
                  .until(() -> connection.ping().contains("master")); // over a new line
            });
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () -> mover().write(now, KeySet.NONE, connection.writer(), breaking));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(names()).as("one batch was sent before").hasSize(2500);
  }

  @Test
  void aServerThatDiesInTheMiddleLeavesItUnknown() {
    var saved = save();
    var now = ACTION.observe(connection.reader());
    var dying = new InterruptedContent(saved.content, 2000, redis::kill);
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () -> mover().write(now, KeySet.NONE, connection.writer(), dying));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(failure.problem()).contains(redis.uri()).contains("of 3,000 keys");
    assertThat(failure.advice()).isPresent();
    assertThatThrownBy(() -> ACTION.observe(connection.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("Nothing answers at " + redis.uri());
  }

  @Test
  void aPermissionLostInTheMiddleIsUnknownAndAtTheBeginningRefused() {
    var saved = save();
    var now = ACTION.observe(connection.reader());
    redis.acl("-unlink");
    var refused =
        catchThrowableOfType(
            SystemException.class,
            () ->
                mover()
                    .write(now, KeySet.NONE, connection.writer(), new FirstOf(saved.content, 400)));
    assertThat(refused.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(refused.problem()).contains("does not permit");
    assertThat(names()).hasSize(3000);
    redis.acl("+unlink");
    var late =
        new InterruptedContent(
            saved.content,
            2000,
            () -> {
              // What has been sent and not yet been read by the server would be refused as well.
              Awaitility.await().until(() -> names().size() < 3000);
              redis.acl("-unlink");
            });
    var unknown =
        catchThrowableOfType(
            SystemException.class,
            () -> mover().write(now, KeySet.NONE, connection.writer(), late));
    assertThat(unknown.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    redis.acl("+unlink");
    undo(saved);
    assertThat(names()).hasSize(3000);
  }

  @Test
  void keysOfAFullServerCanBeDeletedAndTheirUndoIsWarnedOf() {
    redis.admin().configSet("maxmemory", "1");
    var warned =
        RedisNeeds.forDeleting(new KeyPattern("s:*")).stream()
            .filter(r -> !(r.probe().apply(connection.reader()) instanceof Requirement.Finding.Met))
            .toList();
    assertThat(warned).singleElement().asString().contains("RESTORE on s:*");
    assertThat(warned.getFirst().probe().apply(connection.reader()))
        .isInstanceOf(Requirement.Finding.Warning.class)
        .asString()
        .contains("OOM", "raise maxmemory before it");
    apply(save());
    assertThat(names()).isEmpty();
    redis.admin().configSet("maxmemory", "0");
  }

  @Test
  void memoryThatRunsOutEndsAnUndoWhichThenGoesOn() {
    var saved = save();
    apply(saved);
    redis.admin().configSet("maxmemory", "1");
    assertThatThrownBy(() -> undo(saved))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("out of memory");
    redis.admin().configSet("maxmemory", "0");
    undo(saved);
    assertThat(names()).hasSize(3000);
  }

  @Test
  void largeValuesComeInSmallAnswers() {
    for (var i = 0; i < 40; i++) {
      var value = new byte[400_000];
      new java.util.Random(i).nextBytes(value);
      redis.admin().set(b("s:big" + i), value);
    }
    var everything = redis.snapshot();
    var saved = save();
    apply(saved);
    assertThat(names()).isEmpty();
    undo(saved);
    assertThat(redis.snapshot()).isEqualTo(everything);
  }

  private record Saved(KeySet before, Content content) {}

  private Saved save() {
    var before = ACTION.observe(connection.reader());
    var content = new Kept();
    ACTION.save(before, connection.reader(), content);
    return new Saved(before.state(), content);
  }

  private void apply(Saved saved) {
    assertThat(mover().move(saved.before, KeySet.NONE, connection.writer(), saved.content))
        .isInstanceOf(Move.Written.class);
  }

  private void undo(Saved saved) {
    assertThat(mover().move(KeySet.NONE, saved.before, connection.writer(), saved.content))
        .isInstanceOf(Move.Written.class);
  }

  private Mover<KeySet, RedisReader, RedisWriter> mover() {
    return new Mover<>(
        ACTION,
        new BulkAction.Progress() {
          @Override
          public void report(long done, long expected) {
            assertThat(done).isLessThanOrEqualTo(expected);
          }

          @Override
          public void note(String what) {
            notes.add(what);
          }
        },
        Tenure.undisputed()::confirm);
  }

  private List<String> names() {
    return redis.admin().keys("s:*").stream()
        .map(key -> new String(key, java.nio.charset.StandardCharsets.UTF_8))
        .toList();
  }

  private void keys(String prefix, int count) {
    for (var i = 0; i < count; i++) {
      redis.admin().set(b(prefix + i), b("value " + i));
    }
  }

  private static final class Kept implements Content, Content.Sink {
    private final List<byte[]> entries = new ArrayList<>();

    @Override
    public void put(byte[] entry) {
      entries.add(entry);
    }

    @Override
    public long entries() {
      return entries.size();
    }

    @Override
    public void forEach(Consumer<byte[]> entry) {
      entries.forEach(entry);
    }
  }

  /** What a process has done that died after so many keys. */
  private record FirstOf(Content all, int count) implements Content {
    @Override
    public long entries() {
      return count;
    }

    @Override
    public void forEach(Consumer<byte[]> entry) {
      var first = new ArrayList<byte[]>();
      all.forEach(first::add);
      first.subList(0, count).forEach(entry);
    }
  }
}
