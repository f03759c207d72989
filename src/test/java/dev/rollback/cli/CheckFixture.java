package dev.rollback.cli;

import dev.rollback.console.ScriptedConsole;
import dev.rollback.console.UnattendedConsole;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** A service whose answers change, and checks of it. */
abstract class CheckFixture {
  static final String TOKEN = "t0ken/with+signs=0815, 50%: yes";

  @TempDir Path home;

  final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  /** The status of the n-th answer for each path, from 1 on; 0 hangs up. */
  final Map<String, IntUnaryOperator> answers = new ConcurrentHashMap<>();

  final Map<String, String> environment = new HashMap<>();
  final RunningClock clock = new RunningClock();
  final Interrupts interrupts = new Interrupts();
  final TestSite site = TestSite.answering(a -> reply(a.target(), a.body()));

  Reply reply(String path, String sent) {
    var n = asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
    var status = answers.getOrDefault(path, _ -> 200).applyAsInt(n);
    return status == 0
        ? Reply.NONE
        : new Reply(status, "{\"n\": %d, \"sent\": %s}".formatted(n, json(sent)));
  }

  static String json(String sent) {
    return sent.isEmpty() ? "null" : sent;
  }

  int asked(String path) {
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

  void smoke(String more) throws IOException {
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

  Shell.Result check(String... more) {
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

  static String last(Shell.Result result) {
    return result.out().lines().reduce("", (_, line) -> line);
  }

  Element suite(String file) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(home.resolve(file).toFile());
    return (Element) document.getElementsByTagName("testsuite").item(0);
  }
}
