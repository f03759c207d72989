package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.browser.Chromium;
import dev.rollback.browser.Chromium.View;
import dev.rollback.browser.Page;
import dev.rollback.report.html.ReportHtml;
import dev.rollback.run.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page in a real browser: on a screen, in the dark, on a phone and on paper. */
@Tag("lab")
@EnabledIf("isThereABrowser")
class ReportInBrowserLabIT {
  private static final Path AXE = Path.of("src/test/resources/axe/axe.min.js");

  private static final View PHONE = new View(360, 740, 1, false);
  private static final View LIGHT = new View(1200, 900, 1, false);
  private static final View DARK = new View(1200, 900, 1, true);

  @TempDir private static Path directory;
  private static Chromium chromium;
  private static final Map<String, List<JournalEntry>> RUNS = runs();

  static boolean isThereABrowser() {
    return Chromium.installed().isPresent();
  }

  private static Map<String, List<JournalEntry>> runs() {
    var runs = new LinkedHashMap<String, List<JournalEntry>>();
    runs.put("succeeded", SampleRuns.succeeded());
    runs.put("undone", SampleRuns.undone());
    runs.put("declined", SampleRuns.declined());
    runs.put("operator", SampleRuns.operatorNeeded());
    runs.put("resumed", SampleRuns.resumed());
    runs.put("sustained", SampleRuns.sustained());
    runs.put("hostile", SampleRuns.hostile());
    return runs;
  }

  @BeforeAll
  static void start() throws IOException {
    chromium = Chromium.start(Chromium.installed().orElseThrow());
    for (var run : RUNS.entrySet()) {
      var report = Reports.of(SampleRuns.state(run.getValue()), ReportTest.EXTRAS);
      Files.writeString(file(run.getKey()), ReportHtml.of(report, Layout.DEFAULT));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    chromium.close();
  }

  private static Path file(String run) {
    return directory.resolve(run + ".html");
  }

  private static Page open(String run, View view) {
    return chromium.open(file(run).toUri(), view);
  }

  static Stream<Arguments> everywhere() {
    return RUNS.keySet().stream()
        .flatMap(run -> Stream.of(LIGHT, DARK, PHONE).map(view -> Arguments.of(run, view)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void complainsOfNothingAndAsksNobody(String run, View view) {
    var page = open(run, view);
    assertThat(page.complaints()).isEmpty();
    assertThat(page.requests()).containsExactly(file(run).toUri().toString());
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void isNoWiderThanTheScreen(String run, View view) {
    var wide =
        open(run, view)
            .evaluate(
                "[...document.querySelectorAll('body *')].filter(e => !e.closest('svg')"
                    + " && getComputedStyle(e).position !== 'absolute'"
                    + " && e.getBoundingClientRect().right > innerWidth + 1)"
                    + ".map(e => e.outerHTML.slice(0, 120)).concat("
                    + "document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])");
    assertThat(wide).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void canBeReadByEverybody(String run, View view) throws IOException {
    assertThat(barriers(open(run, view))).isEmpty();
  }

  @Test
  void whatNotEverybodyCanReadIsFound() throws IOException {
    var page = open("succeeded", LIGHT);
    page.evaluate("document.querySelector('h1').style.color = '#ddd'; true");
    assertThat(barriers(page)).singleElement().asString().contains("color-contrast");
  }

  private static List<String> barriers(Page page) throws IOException {
    page.evaluate(Files.readString(AXE) + "; true");
    var violations =
        page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
                + " v.id + ': ' + v.help + ': ' + v.nodes.map(n => n.html.slice(0, 160)).join()))");
    var texts = new ArrayList<String>();
    violations.forEach(v -> texts.add(v.asText()));
    return texts;
  }

  @Test
  void theFirstKeyLeadsToTheReportAndFieldsTakeText() {
    var page = open("succeeded", LIGHT);
    page.tab();
    assertThat(page.evaluate("document.activeElement.className").asText()).isEqualTo("skip");
    assertThat(
            page.evaluate("document.activeElement.getBoundingClientRect().left >= 0").asBoolean())
        .isTrue();
    page.evaluate("document.querySelector('#impact .field').focus(); true");
    page.type("All logins, <b>for six minutes</b>.");
    assertThat(page.evaluate("document.querySelector('#impact .field').textContent").asText())
        .isEqualTo("All logins, <b>for six minutes</b>.");
    var elements = page.evaluate("document.querySelector('#impact .field').children.length");
    assertThat(elements.asInt()).isZero();
  }

  @Test
  void everyFieldCanBeReachedByKeys() {
    var page = open("succeeded", LIGHT);
    var fields = page.evaluate("document.querySelectorAll('[role=textbox]').length").asInt();
    var reached = 0;
    for (var i = 0; i < 60; i++) {
      page.tab();
      if (page.evaluate("document.activeElement.getAttribute('role') === 'textbox'").asBoolean()) {
        reached++;
      }
    }
    assertThat(fields).isPositive();
    assertThat(reached).isGreaterThanOrEqualTo(fields);
  }

  @Test
  void onPaperNothingIsFolded() {
    var page = open("undone", LIGHT);
    var seen = "document.querySelector('details table').checkVisibility()";
    assertThat(page.evaluate(seen).asBoolean()).isFalse();
    page.asOnPaper();
    assertThat(page.evaluate(seen).asBoolean()).isTrue();
    assertThat(page.evaluate("getComputedStyle(document.querySelector('nav')).display").asText())
        .isEqualTo("none");
    assertThat(page.print()).startsWith('%', 'P', 'D', 'F');
  }

  @Test
  void inTheDarkItIsDark() {
    var background = "getComputedStyle(document.body).backgroundColor";
    assertThat(open("succeeded", LIGHT).evaluate(background).asText())
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(open("succeeded", DARK).evaluate(background).asText()).isEqualTo("rgb(20, 24, 28)");
  }
}
