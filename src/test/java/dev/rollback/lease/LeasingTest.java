package dev.rollback.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Claim;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.LeaseLostException;
import dev.rollback.run.RunEvent.LeaseTaken.How;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines and one register; time passes when somebody waits. */
class LeasingTest {
  private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

  private Instant now = START;
  private final List<Claim> watched = new ArrayList<>();
  private Register register = new MemoryRegister(true);
  private Runnable whileWaiting = () -> {};

  @TempDir private Path directory;

  @BeforeEach
  void file() {
    register = new FileRegister(directory.resolve("target.claim"));
  }

  /** A register in memory, whose answers can be lost. */
  private static final class MemoryRegister implements Register {
    private final boolean remembers;
    private Optional<Claim> stands = Optional.empty();
    private Optional<SystemException> failure = Optional.empty();
    private boolean answerLost;

    MemoryRegister(boolean remembers) {
      this.remembers = remembers;
    }

    @Override
    public String where() {
      return "memory";
    }

    @Override
    public Optional<Claim> read() {
      failure.ifPresent(
          e -> {
            throw e;
          });
      return stands;
    }

    @Override
    public boolean replace(Optional<Claim> seen, Claim next) {
      failure.ifPresent(
          e -> {
            throw e;
          });
      if (!stands.equals(seen)) {
        return false;
      }
      stands = next.held() || remembers ? Optional.of(next) : Optional.empty();
      if (answerLost) {
        answerLost = false;
        throw SystemException.unknown("no answer", "Look.", new IllegalStateException());
      }
      return true;
    }

    @Override
    public boolean remembers() {
      return remembers;
    }
  }

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private Leasing of(String user, String host, String run) {
    return new Leasing(
        register, new Claimant(user, host, 1, run), clock, this::pause, watched::add);
  }

  private boolean pause(Duration time) {
    now = now.plus(time);
    whileWaiting.run();
    return true;
  }

  private Lease taken(Leasing.Result result, How how) {
    assertThat(result).isInstanceOf(Leasing.Result.Taken.class);
    var lease = ((Leasing.Result.Taken) result).lease();
    assertThat(lease.taken().orElseThrow().how()).isEqualTo(how);
    return lease;
  }

  private static Claim held(Leasing.Result result) {
    assertThat(result).isInstanceOf(Leasing.Result.Held.class);
    return ((Leasing.Result.Held) result).by();
  }

  @Test
  void whatIsFreeIsTakenAndWhatIsHeldIsLeftAlone() {
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    assertThat(alice.claim().token()).isEqualTo(1);
    assertThat(held(of("bob", "b", "r2").take()).label()).contains("alice on a", "r1");
    assertThat(watched).as("it is alive: nobody waits").isEmpty();
    alice.close();
    var bob = taken(of("bob", "b", "r2").take(), How.FREE);
    assertThat(bob.claim().token()).isEqualTo(2);
    assertThat(bob.taken().orElseThrow().from())
        .hasValueSatisfying(f -> assertThat(f).contains("alice"));
  }

  @Test
  void theSameRunOnTheSameMachineTakesItsOwnAtOnce() {
    taken(of("alice", "a", "r1").take(), How.FREE);
    var again = taken(of("alice", "a", "r1").take(), How.OWN);
    assertThat(again.claim().token()).isEqualTo(2);
    assertThat(again.taken().orElseThrow().from()).isEmpty();
    held(of("alice", "other", "r1").take());
    held(of("alice", "a", "r2").take());
  }

  @Test
  void whatLooksAbandonedIsWatchedForAsLongAsItLasts() {
    taken(of("alice", "a", "r1").take(), How.FREE);
    now = now.plus(Leasing.LASTS).plusSeconds(1);
    var asked = now;
    var bob = taken(of("bob", "b", "r2").take(), How.ABANDONED);
    assertThat(Duration.between(asked, now)).isGreaterThanOrEqualTo(Leasing.LASTS);
    assertThat(watched).hasSize(1);
    assertThat(bob.claim().token()).isEqualTo(2);
  }

  @Test
  void aHolderWhoseClockIsBehindIsFoundAlive() {
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    now = now.plus(Duration.ofMinutes(5)); // of bob's clock; to alice, a second has passed
    whileWaiting = alice::confirm;
    held(of("bob", "b", "r2").take());
    assertThat(watched).hasSize(1);
  }

  @Test
  void aSlowHolderFindsOutBeforeItsNextWrite() {
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    now = now.plus(Leasing.LASTS).plusSeconds(1);
    var bob = taken(of("bob", "b", "r2").take(), How.ABANDONED);
    assertThatThrownBy(alice::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("bob on b");
    assertThatThrownBy(alice::confirmCheaply).isInstanceOf(LeaseLostException.class);
    alice.close();
    bob.confirm();
    assertThat(bob.claim().held()).isTrue();
  }

  @Test
  void itFindsOutAlsoWhenTheOtherHasFinishedAndGivenBack() {
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    now = now.plus(Leasing.LASTS).plusSeconds(1);
    taken(of("bob", "b", "r2").take(), How.ABANDONED).close();
    assertThatThrownBy(alice::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("bob on b");
  }

  @Test
  void itIsTakenOverFromTheOneThatWasSeenAndFromNobodyElse() {
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    var seen = held(of("bob", "b", "r2").take());
    now = now.plusSeconds(10);
    alice.confirm();
    var bob = taken(of("bob", "b", "r2").takeOver(seen), How.TAKEN_OVER);
    assertThatThrownBy(alice::confirm).isInstanceOf(LeaseLostException.class);
    held(of("carol", "c", "r3").takeOver(seen));
    bob.confirm();
  }

  @Test
  void aRenewalWhoseAnswerWasLostIsNoLoss() {
    var memory = new MemoryRegister(true);
    register = memory;
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    memory.answerLost = true;
    now = now.plusSeconds(1);
    assertThatThrownBy(alice::confirm)
        .isInstanceOfSatisfying(
            SystemException.class,
            e -> assertThat(e.effect()).isEqualTo(SystemException.Effect.NONE));
    now = now.plusSeconds(1);
    alice.confirm();
    assertThat(memory.read()).contains(alice.claim());
  }

  @Test
  void aRegisterThatWasEmptiedIsFilledAgainWhereItRemembersOthers() {
    var memory = new MemoryRegister(true);
    register = memory;
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    memory.stands = Optional.empty();
    alice.confirm();
    assertThat(memory.read()).contains(alice.claim());
  }

  @Test
  void aRegisterThatForgetsIsLostWhenItIsEmpty() {
    var memory = new MemoryRegister(false);
    register = memory;
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    memory.stands = Optional.empty();
    assertThatThrownBy(alice::confirm)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("another may have had it");
  }

  @Test
  void whereItCannotBeConfirmedNothingIsWritten() {
    var memory = new MemoryRegister(true);
    register = memory;
    var alice = taken(of("alice", "a", "r1").take(), How.FREE);
    memory.failure = Optional.of(SystemException.refused("connection refused", "Look."));
    assertThatThrownBy(alice::confirm)
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("nothing was written")
        .hasMessageContaining("connection refused");
    alice.confirmCheaply();
    memory.failure = Optional.empty();
    alice.confirm();
  }

  @Test
  void itBeatsByItselfUntilItIsClosed() {
    var memory = new MemoryRegister(true);
    register = memory;
    var brief =
        new Lease(
            memory,
            new Claimant("alice", "a", 1, "r1").claim(1, START, Duration.ofMillis(30)),
            Clock.systemUTC(),
            new dev.rollback.run.RunEvent.LeaseTaken("memory", 1, How.FREE, Optional.empty()));
    memory.stands = Optional.of(brief.claim());
    brief.beating();
    org.awaitility.Awaitility.await().until(() -> !brief.claim().renewed().equals(START));
    brief.close();
    assertThat(memory.read()).hasValueSatisfying(c -> assertThat(c.held()).isFalse());
  }

  @Test
  void aFileThatSaysNothingIsNamed() throws Exception {
    Files.writeString(directory.resolve("target.claim"), "{");
    assertThatThrownBy(() -> of("alice", "a", "r1").take())
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("target.claim");
  }
}
