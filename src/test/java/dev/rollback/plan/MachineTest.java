package dev.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.action.Requirement.Finding;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
  private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

  @TempDir private Path directory = Path.of("");

  private Machine machine() {
    return new Machine(
        Clock.fixed(NOW, ZoneOffset.UTC),
        Duration.ofSeconds(30),
        directory.resolve("not").resolve("yet"));
  }

  /** A system that says this time, and nothing else. */
  private record Telling(Optional<Time> told) implements Connection<String, String> {
    @Override
    public String address() {
      return "here";
    }

    @Override
    public String reader() {
      return "";
    }

    @Override
    public String writer() {
      return "";
    }

    @Override
    public String ping() {
      return "here";
    }

    @Override
    public Optional<Time> time() {
      return told;
    }

    @Override
    public void close() {}
  }

  private Finding told(Duration ahead, Duration exactness) {
    return machine()
        .clock(new Telling(Optional.of(new Connection.Time(NOW.plus(ahead), exactness))));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, Met",
    "PT3S, Met",
    "PT-3S, Met",
    "PT3.1S, Warning",
    "PT-3.1S, Warning",
    "PT30S, Warning",
    "PT-30S, Warning",
    "PT30.1S, Missing",
    "PT-30.1S, Missing",
    "PT2H, Missing",
  })
  void aClockThatIsWrongIsToldAndOneThatEndsLeasesRefused(Duration ahead, String finding) {
    assertThat(told(ahead, Duration.ZERO).getClass().getSimpleName()).isEqualTo(finding);
  }

  @Test
  void whichOfTheTwoIsBehindIsSaid() {
    assertThat(told(Duration.ofSeconds(5), Duration.ZERO).toString())
        .contains("5.0 s ahead of this machine's");
    assertThat(told(Duration.ofSeconds(-90), Duration.ZERO).toString())
        .contains("90.0 s behind this machine's", "timedatectl");
  }

  @Test
  void aClockOfSecondsIsNotBlamedForItsFractions() {
    assertThat(told(Duration.ofMillis(-3_900), Duration.ofSeconds(1)))
        .isInstanceOf(Finding.Met.class);
    assertThat(told(Duration.ofMillis(-4_100), Duration.ofSeconds(1)))
        .isInstanceOf(Finding.Warning.class);
  }

  @Test
  void whatDoesNotTellItsTimeIsNotAsked() {
    assertThat(machine().clock(new Telling(Optional.empty()))).isEqualTo(new Finding.Met());
  }

  @Test
  void roomIsMeasuredWhereTheDirectoryWillBe() {
    assertThat(machine().disk(1)).isEqualTo(new Finding.Met());
    assertThat(machine().disk(Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            Finding.Missing.class,
            missing -> assertThat(missing.remedy()).contains("XDG_STATE_HOME"));
    assertThat(machine().diskNeeded(272L << 20))
        .isEqualTo("272 MiB free in " + directory.resolve("not/yet"));
  }
}
