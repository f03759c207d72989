package dev.rollback.report;

import static dev.rollback.report.FilledIn.GAP;
import static dev.rollback.report.FilledIn.firstDifference;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FilledInTest {
  private static final String FORM = "one\n" + GAP + "\ntwo\n<b>" + GAP + "</b>\nthree\n";

  @Test
  void whatStandsInTheGapsIsOfNoInterest() {
    assertThat(firstDifference(FORM, "one\n\ntwo\n<b></b>\nthree\n")).isEmpty();
    assertThat(firstDifference(FORM, "one\nmuch\nto say\n\ntwo\n<b>x</b>\nthree\n")).isEmpty();
    assertThat(firstDifference(FORM, "one\n\ntwo\n<b>\n\ntwo\n<b></b>\nthree\n")).isEmpty();
  }

  @Test
  void aChangeOutsideOfThemIsFoundByItsLine() {
    assertThat(firstDifference(FORM, "One\n\ntwo\n<b></b>\nthree\n")).contains(1);
    assertThat(firstDifference(FORM, "one\n\ntwo!\n<b></b>\nthree\n")).contains(3);
    assertThat(firstDifference(FORM, "one\n\ntwo\n<b></b>\nthree\nfour\n")).isPresent();
    assertThat(firstDifference(FORM, "one\n\ntwo\n<b></b>\n")).isPresent();
    assertThat(firstDifference(FORM, "")).contains(1);
  }

  @Test
  void aFormWithoutGapsIsTheTextItself() {
    assertThat(firstDifference("one\ntwo\n", "one\ntwo\n")).isEmpty();
    assertThat(firstDifference("one\ntwo\n", "one\ntwo\nthree\n")).contains(3);
    assertThat(firstDifference("one\ntwo\n", "one\n2\n")).contains(2);
  }
}
