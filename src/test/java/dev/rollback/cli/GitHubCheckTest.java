package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The action for GitHub, and the workflow of this repository that uses it: their scripts run. */
class GitHubCheckTest {
  private static final Path ACTION = Path.of(".github/actions/check/action.yml");
  private static final Path WORKFLOW = Path.of(".github/workflows/check.yml");
  private static final Pattern LONG_OPTION = Pattern.compile("(?<=[\\s(])--[a-z][a-z-]*");
  private static final Pattern SANDBOX_COMMAND = Pattern.compile("scripts/rollback ([a-z]+)(.*)");

  @TempDir private Path parent;
  private Path checkout;
  private Path temp;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(parent.resolve("work space"));
    temp = Files.createDirectories(parent.resolve("runner temp"));
    copy(Path.of(".github"), checkout.resolve(".github"));
    copy(Path.of("runbooks"), checkout.resolve("runbooks"));
    Launcher.write(checkout.resolve("scripts/rollback"));
    // How fast a machine is that runs tests is not what is tested.
    var smoke = checkout.resolve("runbooks/smoke.yaml");
    Files.writeString(
        smoke,
        Files.readString(smoke)
            .replace("p99 < 100.0", "p99 < 60000.0")
            .replace("milliseconds < 2000.0", "milliseconds < 60000.0")
            .replace("value < 2.0", "value < 60.0"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var copied = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    }
  }

  /** A sandbox that a step has started, where the one that ends it did not come to that. */
  @AfterEach
  void endSandbox() throws Exception {
    var pid = temp.resolve("sandbox.pid");
    if (Files.exists(pid)) {
      var process = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
      if (process.isPresent() && process.get().destroy()) {
        process.get().onExit().get();
      }
    }
  }

  private GitHubJob job() {
    return new GitHubJob(
        checkout,
        temp,
        Map.of("HOME", parent.toString(), "XDG_STATE_HOME", parent.resolve("state").toString()));
  }

  private static Map<String, Object> of(String job) throws IOException {
    return GitHubJob.mapping(GitHubJob.mapping(GitHubJob.yaml(WORKFLOW), "jobs"), job);
  }

  private static String logs(List<GitHubJob.Step> steps) {
    var text = new StringBuilder();
    steps.forEach(s -> text.append("== ").append(s.name()).append('\n').append(s.log()));
    return text.toString();
  }

  private static GitHubJob.Step named(List<GitHubJob.Step> steps, String name) {
    return steps.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private String sandboxLog() throws IOException {
    return Files.readString(temp.resolve("sandbox.log"));
  }

  @Test
  void aHealthySandboxIsHealthy() throws Exception {
    var job = job();
    var steps = job.run(of("healthy"));
    assertThat(job.failed()).as(logs(steps) + sandboxLog()).isFalse();
    assertThat(job.outputs("smoke"))
        .containsEntry("verdict", "healthy")
        .containsEntry("junit", "rollback-check.xml")
        .containsEntry("plan", "");
    var check = named(steps, "smoke");
    assertThat(check.log()).contains("::notice title=smoke on sandbox::smoke on sandbox: all ");
    assertThat(check.summary()).startsWith("### smoke on sandbox: all ").contains("| PASS |");
    assertThat(suite().getAttribute("failures")).isEqualTo("0");
    assertThat(temp.resolve("sandbox.yaml")).as("the sandbox has closed").doesNotExist();
  }

  @Test
  void aBrokenSandboxIsNotAndItsPlanIsKept() throws Exception {
    var job = job();
    var steps = job.run(of("broken"));
    assertThat(job.failed()).as(logs(steps) + sandboxLog()).isFalse();
    assertThat(job.outputs("smoke"))
        .containsEntry("verdict", "unhealthy")
        .containsEntry("plan", "auth-failure.plan.json");
    var check = named(steps, "smoke");
    assertThat(check.exit()).isEqualTo(7);
    assertThat(check.log())
        .contains("::error title=smoke on sandbox::smoke on sandbox: ")
        .contains(
            "::error title=smoke%3A api-key%3A A known API key is accepted%2C quickly enough::FAIL")
        .contains("::notice title=Plan::'auth-failure' is planned");
    assertThat(check.summary())
        .contains("| **FAIL** | api-key: A known API key")
        .contains("rollback approve auth-failure.plan.json");
    assertThat(Integer.parseInt(suite().getAttribute("failures"))).isPositive();
    assertThat(named(steps, "It is not healthy, and what would heal it is planned").log())
        .contains("Plan: auth-failure");
    assertThat(temp.resolve("sandbox.yaml")).doesNotExist();
  }

  /** Nothing was checked: what cannot be found out is no verdict. */
  @Test
  void whatWasNotCheckedIsUnknown() throws Exception {
    Files.writeString(checkout.resolve("rollback-check.xml"), "of an earlier job");
    var job = job();
    var steps =
        job.run(
            Map.of(
                "steps",
                List.of(
                    Map.of(
                        "id",
                        "smoke",
                        "uses",
                        "./.github/actions/check",
                        "with",
                        Map.of(
                            "target", "nowhere; exit 0",
                            "parameters", "window=PT1M\nrate=2m\n",
                            "runbooks", "runbooks",
                            "config", "no such file.yaml")))));
    assertThat(job.failed()).isTrue();
    assertThat(steps.getFirst().exit()).isEqualTo(2);
    assertThat(steps.getFirst().log()).contains("no such file.yaml");
    assertThat(job.outputs("smoke"))
        .containsEntry("verdict", "unknown")
        .containsEntry("junit", "")
        .containsEntry("plan", "");
  }

  private Element suite() throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(checkout.resolve("rollback-check.xml").toFile());
    return (Element) document.getElementsByTagName("testsuite").item(0);
  }

  @Test
  void everyOptionOfItsScriptsExists() throws IOException {
    for (var script : scripts(ACTION).values()) {
      assertThat(options(script))
          .contains("--target", "--wait")
          .isSubsetOf(CommandModel.options("check"));
    }
    for (var script : scripts(WORKFLOW).values()) {
      SANDBOX_COMMAND
          .matcher(script.replaceAll("\\\\\n\\s*", " "))
          .results()
          .forEach(
              m -> assertThat(options(m.group(2))).isSubsetOf(CommandModel.options(m.group(1))));
    }
  }

  private static List<String> options(String script) {
    return LONG_OPTION.matcher(" " + script).results().map(m -> m.group()).toList();
  }

  @Test
  void everyInputIsUsedAndNoneBecomesCode() throws IOException {
    var text = Files.readString(ACTION);
    for (var input : GitHubJob.mapping(GitHubJob.yaml(ACTION), "inputs").keySet()) {
      assertThat(text).contains("inputs." + input);
    }
    scripts(ACTION).values().forEach(s -> assertThat(s).doesNotContain("${{"));
    scripts(WORKFLOW).values().forEach(s -> assertThat(s).doesNotContain("${{"));
  }

  @Test
  void itsScriptsAreClean() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "shellcheck is not installed");
    var all = new LinkedHashMap<>(scripts(ACTION));
    all.putAll(scripts(WORKFLOW));
    assertThat(all).hasSizeGreaterThan(3);
    for (var script : all.entrySet()) {
      var process =
          new ProcessBuilder("shellcheck", "--shell=bash", "-").redirectErrorStream(true).start();
      process.getOutputStream().write(script.getValue().getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      var found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(script.getKey() + ":\n" + found).isZero();
    }
  }

  /** The {@code run:} blocks of an action or a workflow, by where they stand. */
  private static Map<String, String> scripts(Path file) throws IOException {
    var tree = GitHubJob.yaml(file);
    var jobs = new ArrayList<Map<String, Object>>();
    jobs.add(GitHubJob.mapping(tree, "runs"));
    for (var job : GitHubJob.mapping(tree, "jobs").keySet()) {
      jobs.add(GitHubJob.mapping(GitHubJob.mapping(tree, "jobs"), job));
    }
    var scripts = new LinkedHashMap<String, String>();
    for (var job : jobs) {
      for (var step : GitHubJob.steps(job)) {
        if (step.containsKey("run")) {
          scripts.put(file + " " + scripts.size(), String.valueOf(step.get("run")));
        }
      }
    }
    return scripts;
  }
}
