package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * What every place of a lease promises, against a real server. Every test uses a target's name of
 * its own.
 */
public abstract class LeasePlaceContract<R, W extends R> {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00.123456Z");

  /**
   * A new way to the system, as another process on another machine would have it. The subclass
   * closes it at the end of the test.
   */
  protected abstract Connection<R, W> connect();

  /** What stands there, read by other means than the place's own, for a person to look at. */
  protected abstract String seenFromOutside(String target);

  /** A claim of somebody; what they are called is not plain ASCII, and needs quoting. */
  protected static Claim claim(String run, long token) {
    return new Claim(
        "zoë o'neil \"ops\"",
        "host-" + run,
        4711,
        run,
        token,
        NOW,
        NOW,
        Duration.ofSeconds(30),
        Optional.empty());
  }

  private record Party<R, W extends R>(Connection<R, W> connection, LeasePlace<R, W> place) {
    Optional<Claim> read(String target) {
      return place.read(target, connection.reader());
    }

    boolean replace(String target, Optional<Claim> seen, Claim next) {
      return place.replace(target, seen, next, connection.writer());
    }
  }

  private Party<R, W> party() {
    var connection = connect();
    return new Party<>(connection, connection.leasePlace().orElseThrow());
  }

  @Test
  void nothingStandsThereAtFirstAndReadingLeavesItSo() {
    var alice = party();
    assertThat(alice.read("first")).isEmpty();
    assertThat(alice.read("first")).isEmpty();
  }

  @Test
  void whatIsPutThereIsReadByOthersToTheMicrosecond() {
    var alice = party();
    var bob = party();
    var hers = claim("a", 1);
    assertThat(alice.replace("put", Optional.empty(), hers)).isTrue();
    assertThat(bob.read("put")).contains(hers);
    assertThat(alice.read("put")).contains(hers);
    assertThat(seenFromOutside("put")).contains("host-a");
  }

  @Test
  void aSecondTakerComesTooLate() {
    var alice = party();
    var bob = party();
    assertThat(alice.replace("late", Optional.empty(), claim("a", 1))).isTrue();
    assertThat(bob.replace("late", Optional.empty(), claim("b", 1))).isFalse();
    assertThat(bob.read("late")).contains(claim("a", 1));
  }

  @Test
  void itIsRenewedByItsHolder() {
    var alice = party();
    var first = claim("a", 1);
    var second = first.renewedAt(NOW.plusSeconds(10));
    assertThat(alice.replace("renewed", Optional.empty(), first)).isTrue();
    assertThat(alice.replace("renewed", Optional.of(first), second)).isTrue();
    assertThat(party().read("renewed")).contains(second);
  }

  @Test
  void whoTakesItOverIsSeenByTheOneWhoHadIt() {
    var alice = party();
    var bob = party();
    var hers = claim("a", 1);
    var his = claim("b", 2);
    assertThat(alice.replace("over", Optional.empty(), hers)).isTrue();
    assertThat(bob.replace("over", bob.read("over"), his)).isTrue();
    assertThat(alice.replace("over", Optional.of(hers), hers.renewedAt(NOW.plusSeconds(1))))
        .isFalse();
    assertThat(alice.read("over")).contains(his);
    assertThat(bob.replace("over", Optional.of(his), his.renewedAt(NOW.plusSeconds(2)))).isTrue();
  }

  @Test
  void whatIsGivenBackCanBeTaken() {
    var alice = party();
    var bob = party();
    var hers = claim("a", 1);
    var back = hers.releasedAt(NOW.plusSeconds(5));
    assertThat(alice.replace("back", Optional.empty(), hers)).isTrue();
    assertThat(alice.replace("back", Optional.of(hers), back)).isTrue();
    var seen = bob.read("back");
    if (bob.place().remembers()) {
      assertThat(seen).contains(back);
    } else {
      assertThat(seen).isEmpty();
    }
    assertThat(bob.replace("back", seen, claim("b", 2))).isTrue();
    assertThat(alice.read("back")).contains(claim("b", 2));
  }

  @Test
  void twoTargetsAreTwoPlaces() {
    var alice = party();
    var bob = party();
    assertThat(alice.replace("one", Optional.empty(), claim("a", 1))).isTrue();
    assertThat(bob.replace("two", Optional.empty(), claim("b", 1))).isTrue();
    assertThat(bob.read("one")).contains(claim("a", 1));
    assertThat(alice.read("two")).contains(claim("b", 1));
  }

  @Test
  void namesThatTheSystemWouldNotTakeAreToldApart() {
    var alice = party();
    var bob = party();
    assertThat(alice.replace("Prod EU/1", Optional.empty(), claim("a", 1))).isTrue();
    assertThat(bob.replace("prod-eu-1", Optional.empty(), claim("b", 1))).isTrue();
    assertThat(bob.read("Prod EU/1")).contains(claim("a", 1));
  }

  @Test
  void ofManyAtOnceOneGetsIt() throws Exception {
    var many = 6;
    var barrier = new CyclicBarrier(many);
    var takers = new ArrayList<Callable<Boolean>>();
    for (var n = 0; n < many; n++) {
      var party = party();
      var mine = claim("r" + n, 1);
      takers.add(
          () -> {
            barrier.await();
            return party.replace("many", Optional.empty(), mine);
          });
    }
    try (var threads = Executors.newFixedThreadPool(many)) {
      var got = new ArrayList<Boolean>();
      for (var one : threads.invokeAll(takers)) {
        got.add(one.get());
      }
      assertThat(got).containsOnlyOnce(true);
    }
  }

  @Test
  void whatItNeedsIsThere() {
    var alice = party();
    var reader = alice.connection().reader();
    List<Finding> found =
        alice.place().requirements("needs").stream().map(r -> r.probe().apply(reader)).toList();
    assertThat(found).allMatch(Finding.Met.class::isInstance);
    assertThat(alice.read("needs")).as("probing leaves nothing there").isEmpty();
  }
}
