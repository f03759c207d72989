package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.console.ScriptedConsole;
import dev.rollback.console.UnattendedConsole;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Checks after a deployment, against a service whose answers change while it is waited. */
class CheckWaitTest {
  private static final String TOKEN = "t0ken/with+signs=0815, 50%: yes";

  @TempDir private Path home;

  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  /** The status of the n-th answer for each path, from 1 on; 0 hangs up. */
  private final Map<String, IntUnaryOperator> answers = new ConcurrentHashMap<>();

  private final Map<String, String> environment = new HashMap<>();
  private final RunningClock clock = new RunningClock();
  private final Interrupts interrupts = new Interrupts();
  private final TestSite site = TestSite.answering(a -> reply(a.target(), a.body()));

  private Reply reply(String path, String sent) {
    var n = asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
    var status = answers.getOrDefault(path, _ -> 200).applyAsInt(n);
    return status == 0
        ? Reply.NONE
        : new Reply(status, "{\"n\": %d, \"sent\": %s}".formatted(n, json(sent)));
  }

  private static String json(String sent) {
    return sent.isEmpty() ? "null" : sent;
  }

  private int asked(String path) {
    return asked.getOrDefault(path, new AtomicInteger()).get();
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        home.resolve("rollback.yaml"),
        """
        apiVersion: rollback/v1
        targets:
          staging:
            lease: none
            http: {base: "%s"}
        """
            .formatted(site.url()));
    environment.put("HOME", home.toString());
    environment.put("TOKEN", TOKEN);
    smoke("");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void smoke(String more) throws IOException {
    Files.writeString(
        Files.createDirectories(home.resolve("runbooks")).resolve("smoke.yaml"),
        """
        apiVersion: rollback/v1
        scenario: smoke
        title: After a deployment
        owner: grid-team
        after:
          - id: home
            name: The service answers
            check: http.get
            with: {path: /home}
            expect: status == 200
            every: PT0.05S
          - id: search
            name: A search finds something
            check: http.get
            with: {path: /search}
            expect: status == 200
            every: PT0.05S
        """
            + more.indent(2));
  }

  private Shell.Result check(String... more) {
    var redactor = new Redactor();
    var script = new ScriptedConsole(redactor);
    var words = new String[3 + more.length];
    System.arraycopy(new String[] {"check", "smoke", "--no-input"}, 0, words, 0, 3);
    System.arraycopy(more, 0, words, 3, more.length);
    var exit =
        new InProcess(
                Map.copyOf(environment),
                home,
                new UnattendedConsole(script),
                redactor,
                clock,
                "20260115-0300-0001",
                interrupts,
                j -> j)
            .run(words);
    return new Shell.Result(exit, script.out(), script.err());
  }

  private static String last(Shell.Result result) {
    return result.out().lines().reduce("", (_, line) -> line);
  }

  @Test
  void whatIsHealthyAtOnceIsReadOnce() {
    var result = check("--target", "staging", "--wait", "5m");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(last(result)).startsWith("smoke on staging: all 2 checks pass after ");
    assertThat(asked("/home")).isEqualTo(1);
    assertThat(asked("/search")).isEqualTo(1);
  }

  @Test
  void whatBecomesHealthyIsReadOnceMoreInOneRound() {
    answers.put("/search", n -> n < 4 ? 503 : 200);
    var result = check("--wait", "1m");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("PASS          search", "5 readings");
    assertThat(asked("/search")).as("three failures, a pass, and the last round").isEqualTo(5);
    assertThat(asked("/home")).as("the first and the last round").isEqualTo(2);
  }

  @Test
  void whatPassedEarlyAndFailsLaterFails() {
    answers.put("/search", n -> n < 3 ? 503 : 200);
    answers.put("/home", n -> n == 1 ? 200 : 500);
    var result = check("--wait", "1s");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(last(result)).contains("1 of 2 checks passes after ").endsWith(": home FAIL");
    assertThat(asked("/home")).as("it is read again until the time is over").isGreaterThan(3);
  }

  @Test
  void whatNeverPassesEndsWithTheTime() {
    answers.put("/search", _ -> 503);
    var result = check("--wait", "PT1S");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(last(result)).endsWith(": search FAIL");
    assertThat(result.out()).contains("status=503").contains("1 PASS, 1 FAIL");
    assertThat(asked("/home")).as("nobody reads it while it passes").isEqualTo(2);
  }

  @Test
  void aTimeShorterThanAReadingIsEnoughForOne() {
    answers.put("/search", _ -> 503);
    var result = check("--wait", "1ms");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(asked("/search")).isEqualTo(1);
    assertThat(asked("/home")).isEqualTo(1);
    assertThat(check("--wait", "0s").exit()).isEqualTo(7);
  }

  @Test
  void inconclusiveIsNoPass() {
    answers.put("/search", n -> n < 3 ? 0 : 200);
    assertThat(check("--wait", "1m").exit()).as("it is read again").isZero();
    answers.put("/search", _ -> 0);
    var result = check("--wait", "1s");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(last(result)).endsWith(": search INCONCLUSIVE");
  }

  @Test
  void whatMustPassOnEndIsReadUntilItHas() throws IOException {
    smoke(
        """
        - id: steady
          name: It stays up
          check: http.get
          with: {path: /steady}
          expect: status == 200
          for: PT0.4S
          every: PT0.05S
        """);
    answers.put("/steady", n -> n == 3 ? 500 : 200);
    var result = check("--wait", "1m");
    assertThat(result.exit()).as(result.out()).isZero();
    assertThat(asked("/steady")).isGreaterThan(4);

    var refused = check("--wait", "300ms");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("'steady' must pass for 0.4 s on end", "gives it 0.3 s");
  }

  @Test
  void theTimeIsWrittenAsPeopleWriteIt() {
    assertThat(check("--wait", "5").err()).contains("'5' is no duration; write it as 90s, 5m");
    assertThat(check("--wait", "soon").exit()).isEqualTo(2);
    assertThat(check("--wait", "PT-1S").err()).contains("is no time to wait");
    assertThat(asked("/home")).isZero();
  }

  @Test
  void ctrlCEndsItAndWhatWasReadIsWritten() throws Exception {
    answers.put(
        "/search",
        n -> {
          if (n == 3) {
            interrupts.stop("SIGINT");
          }
          return 503;
        });
    var result = check("--wait", "10m", "--output", "junit=smoke.xml");
    assertThat(result.exit()).isEqualTo(130);
    assertThat(last(result))
        .startsWith("smoke on staging: interrupted by SIGINT; 1 of 2 checks passes after ");
    assertThat(suite("smoke.xml").getAttribute("failures")).isEqualTo("1");
    assertThat(asked("/search")).isEqualTo(3);
  }

  @Test
  void whatWasNotReadBeforeCtrlCIsSkipped() throws Exception {
    answers.put(
        "/home",
        _ -> {
          interrupts.stop("SIGTERM");
          return 200;
        });
    var result = check("--output", "junit=smoke.xml");
    assertThat(result.exit()).isEqualTo(130);
    assertThat(last(result)).contains("interrupted by SIGTERM").endsWith("search NOT READ");
    assertThat(suite("smoke.xml").getAttribute("skipped")).isEqualTo("1");
    assertThat(asked("/search")).isZero();
  }

  @Test
  void aReportIsWrittenBesideWhatIsPrinted() throws Exception {
    answers.put("/search", _ -> 503);
    var result = check("--output", "json", "--output", "junit=smoke.xml", "--wait", "200ms");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out())
        .startsWith("{")
        .contains("\"passed\" : false")
        .contains("search FAIL\" ]")
        .endsWith("}\n");
    var suite = suite("smoke.xml");
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    var failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getTextContent()).contains("expects   status == 200", "\"status\":503");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("smoke.xml"))))
        .isEqualTo("rw-------");
  }

  private Element suite(String file) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(home.resolve(file).toFile());
    return (Element) document.getElementsByTagName("testsuite").item(0);
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBeforeAnythingIsRead() throws IOException {
    Files.writeString(home.resolve("old.xml"), "of the last deployment");
    var there = check("--output", "junit=old.xml");
    assertThat(there.exit()).isEqualTo(3);
    assertThat(there.err()).contains("old.xml is already there");
    var nowhere = check("--output", "junit=no/such/folder/smoke.xml");
    assertThat(nowhere.exit()).isEqualTo(3);
    assertThat(nowhere.err()).contains("there is no directory").contains("Make it first");
    assertThat(asked("/home")).isZero();
    assertThat(home.resolve("old.xml")).hasContent("of the last deployment");
  }

  @Test
  void aFileThatIsLostMeanwhileHidesNoVerdict() throws IOException {
    var folder = Files.createDirectories(home.resolve("reports"));
    answers.put("/home", _ -> gone(folder));
    var passed = check("--output", "junit=reports/smoke.xml");
    assertThat(passed.exit()).as("no report is no success").isEqualTo(3);
    assertThat(passed.err()).contains("cannot write");
    assertThat(last(passed)).endsWith("all 2 checks pass");
    Files.createDirectories(folder);
    answers.put("/search", _ -> 503);
    assertThat(check("--output", "junit=reports/smoke.xml").exit()).isEqualTo(7);
  }

  private static int gone(Path folder) {
    try {
      Files.deleteIfExists(folder);
      return 200;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void formsThatThereAreNotAreRefused() {
    assertThat(check("--output", "junt=a.xml").err()).contains("Did you mean 'junit'?");
    assertThat(check("--output", "junit=").err()).contains("KIND=FILE");
    assertThat(check("--output", "yaml").err()).contains("text, json, jsonl");
    var redactor = new Redactor();
    var script = new ScriptedConsole(redactor);
    var other =
        new InProcess(
                Map.copyOf(environment), home, script, redactor, clock, "x", interrupts, j -> j)
            .run("list", "--output", "junit=a.xml");
    assertThat(other).isEqualTo(2);
    assertThat(script.err()).contains("this command writes no file of kind 'junit'");
  }

  @Test
  void aScenarioThatThereIsNotIsSaid() {
    assertThat(check("--on-failure", "plan:smok", "--wait", "1m").err())
        .contains("there is no scenario 'smok'", "Did you mean 'smoke'?");
    assertThat(check("--on-failure", "smoke").err()).contains("write plan:SCENARIO");
    assertThat(asked("/home")).isZero();
  }

  @Test
  void conditionsOfTheEvidenceDecideWhatIsChecked() throws IOException {
    Files.writeString(
        home.resolve("runbooks/smoke.yaml"),
        """
        apiVersion: rollback/v1
        scenario: smoke
        title: After a deployment
        owner: grid-team
        evidence:
          - id: kind
            check: http.get
            with: {path: /kind}
        after:
          - id: home
            check: http.get
            with: {path: /home}
            expect: status == 200
          - id: search
            check: http.get
            with: {path: /search}
            expect: status == 200
            when: evidence.kind.status == 200
        """);
    answers.put("/kind", _ -> 404);
    var result = check("--wait", "1m");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(last(result)).contains("its check passes");
    assertThat(asked("/search")).isZero();
  }

  @Test
  void onGitHubItIsShownBesideTheJob() throws IOException {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary.md").toString());
    Files.writeString(home.resolve("summary.md"), "# Before\n");
    answers.put("/search", _ -> 503);
    var result = check("--output", "json");
    assertThat(result.out()).as("one document").startsWith("{").endsWith("}\n");
    assertThat(result.err().lines())
        .containsExactly(
            "::error title=smoke on staging::smoke on staging: 1 of 2 checks passes: search FAIL",
            "::error title=smoke%3A search%3A A search finds something::FAIL: expects status =="
                + " 200; read status=503");
    assertThat(home.resolve("summary.md"))
        .content()
        .startsWith("# Before\n### smoke on staging: 1 of 2 checks passes: search FAIL\n")
        .contains("| **FAIL** | search: A search finds something |");
  }

  @Test
  void eachReadingIsALineForWhoeverReadsLines() {
    answers.put("/search", n -> n < 3 ? 503 : 200);
    var result = check("--output", "jsonl", "--wait", "1m");
    assertThat(result.exit()).isZero();
    assertThat(result.out().lines().filter(l -> l.contains("\"kind\":\"checked\"")))
        .as("two of the first round, two more, and two of the last")
        .hasSize(6);
    assertThat(last(result)).contains("\"exit\":0").contains("all 2 checks pass");
  }

  @Test
  void aSummaryThatCannotBeWrittenHidesNothing() {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("no/summary.md").toString());
    var result = check();
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains("::notice title=smoke on staging::", "::warning title=No job");
  }

  @Test
  void elsewhereNothingIsAnnotated() {
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary.md").toString());
    assertThat(check().err()).isEmpty();
    assertThat(home.resolve("summary.md")).doesNotExist();
  }

  @Test
  void secretsAreInNoReport() throws IOException {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary.md").toString());
    smoke(
        """
        - id: leak
          name: It tells nobody its token
          check: http.post
          with: {path: /leak, body: {a: b}, secret-fields: {token: {env: TOKEN}}}
          expect: status == 201
        """);
    var result = check("--output", "junit=smoke.xml");
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(7);
    assertThat(result.out() + result.err()).doesNotContain(TOKEN);
    assertThat(home.resolve("smoke.xml")).content().contains("***").doesNotContain("t0ken");
    assertThat(home.resolve("summary.md")).content().doesNotContain("t0ken");
  }

  @Test
  void aMinuteIsNotWaitedWhereNothingCanPass() throws IOException {
    smoke(
        """
        - id: compared
          check: http.get
          with: {path: /compared}
          expect: milliseconds < baseline.milliseconds * 100.0
        """);
    var begin = clock.instant();
    var result = check("--wait", "10m");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out()).contains("baseline");
    assertThat(Duration.between(begin, clock.instant())).isLessThan(Duration.ofMinutes(5));
  }
}
