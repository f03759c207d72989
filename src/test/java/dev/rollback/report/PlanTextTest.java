package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  @Test
  void everythingThatCanBeUndone() {
    Golden.assertSame("plan.txt", PlanText.of(Samples.authFailure(), Layout.DEFAULT));
  }

  @Test
  void phasesAndWhatCannotBeUndone() {
    Golden.assertSame(
        "plan-point-of-no-return.txt", PlanText.of(Samples.pointOfNoReturn(), Layout.DEFAULT));
  }

  @Test
  void nothingToDo() {
    Golden.assertSame("plan-nothing-to-do.txt", PlanText.of(Samples.nothingToDo(), Layout.DEFAULT));
  }

  @Test
  void narrow() {
    var layout = new Layout(50, Style.PLAIN, ZoneOffset.ofHours(1));
    Golden.assertSame("plan-narrow.txt", PlanText.of(Samples.authFailure(), layout));
  }

  @Test
  void coloursSayNothingThatTheWordsDoNot() {
    var plain = PlanText.of(Samples.pointOfNoReturn(), Layout.DEFAULT);
    var ansi = PlanText.of(Samples.pointOfNoReturn(), new Layout(80, Style.ANSI, ZoneOffset.UTC));
    assertThat(ansi).contains("\u001b[1;31m");
    assertThat(ansi.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @Test
  void aValueFromAServerCannotSteerTheTerminal() {
    assertThat(PlanText.of(Samples.authFailure(), Layout.DEFAULT))
        .doesNotContain("\u001b")
        .contains("\\u001b[2J");
  }

  @Test
  void onlyAsciiAndNoLineTooLong() {
    var text = PlanText.of(Samples.authFailure(), Layout.DEFAULT);
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(text).matches(t -> t.chars().allMatch(c -> c < 128));
  }
}
