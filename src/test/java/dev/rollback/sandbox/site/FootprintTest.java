package dev.rollback.sandbox.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as brought back by an undo, and what is somebody else's. */
class FootprintTest {
  private static final String KEY = "redis key cache:1";
  private static final Instant HEALED = Instant.parse("2026-01-15T03:00:00Z");
  private static final Instant UNDONE = HEALED.plusSeconds(10);
  private static final Footprint BEFORE = at(HEALED.minusSeconds(60), Map.of(KEY, "old"), Map.of());

  private static Footprint at(Instant at, Map<String, String> items, Map<String, Instant> ends) {
    return new Footprint(at, items, ends);
  }

  private static Footprint healed(Instant end) {
    return at(HEALED, Map.of(KEY, "a customer's"), Map.of(KEY, end));
  }

  @Test
  void whatIsThereAsBeforeIsBack() {
    var undone = at(UNDONE, Map.of(KEY, "old"), Map.of());
    assertThat(BEFORE.notBackIn(undone, healed(UNDONE.plusSeconds(60)))).isEmpty();
  }

  @Test
  void whatACustomerHasMadeAnewIsLeft() {
    var undone = at(UNDONE, Map.of(KEY, "a customer's"), Map.of());
    assertThat(BEFORE.notBackIn(undone, healed(UNDONE.plusSeconds(60)))).isEmpty();
  }

  @Test
  void theirsMayComeToItsEndMeanwhile() {
    var undone = at(UNDONE, Map.of(), Map.of());
    assertThat(BEFORE.notBackIn(undone, healed(UNDONE.minusSeconds(1)))).isEmpty();
  }

  @Test
  void whatIsGoneOrAnotherThingIsNotBack() {
    var gone = at(UNDONE, Map.of(), Map.of());
    var other = at(UNDONE, Map.of(KEY, "new"), Map.of());
    var healed = healed(UNDONE.plusSeconds(60));
    assertThat(BEFORE.notBackIn(gone, healed)).containsExactly(KEY);
    assertThat(BEFORE.notBackIn(other, healed)).containsExactly(KEY);
    assertThat(BEFORE.notBackIn(gone, at(HEALED, Map.of(), Map.of()))).containsExactly(KEY);
  }
}
