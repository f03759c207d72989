package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/ci}: what they run is run, as their systems run it. */
class CiExamplesTest {
  private static final Path EXAMPLES = Path.of("docs/ci");
  private static final String PROGRAM = "/opt/rollback/scripts/rollback";
  private static final String CONFIG = "/etc/rollback/rollback.yaml";

  @TempDir private Path home;
  private final TestSite site = TestSite.answering(_ -> new Reply(200, "{}"));

  @BeforeEach
  void deploy() throws IOException {
    Files.writeString(
        home.resolve("target.yaml"),
        "apiVersion: rollback/v1\ntargets: {staging: {lease: none, http: {base: \"%s\"}}}\n"
            .formatted(site.url()));
    Launcher.write(home.resolve("rollback"));
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    for (var name : List.of("smoke", "auth-failure")) {
      Files.writeString(
          runbooks.resolve(name + ".yaml"),
          """
          apiVersion: rollback/v1
          scenario: %s
          title: Of the example
          owner: grid-team
          after:
            - id: home
              check: http.get
              with: {path: /}
              expect: status == 200
          """
              .formatted(name));
    }
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void gitLabRunsIt() throws Exception {
    var job = GitHubJob.mapping(GitHubJob.yaml(EXAMPLES.resolve("gitlab-ci.yml")), "smoke");
    assertThat(GitHubJob.mapping(job, "variables")).containsEntry("ROLLBACK_CONFIG", CONFIG);
    var script =
        ((List<?>) Objects.requireNonNull(job.get("script")))
            .stream().map(String::valueOf).toList();
    runs(List.of("bash", "-eo", "pipefail", "-c", String.join("\n", script)));
    var artifacts = GitHubJob.mapping(job, "artifacts");
    var junit = String.valueOf(GitHubJob.mapping(artifacts, "reports").get("junit"));
    assertThat(home.resolve(junit)).content().contains("<testcase classname=\"smoke\"");
    assertThat(artifacts).containsEntry("when", "always");
  }

  @Test
  void jenkinsRunsItTwice() throws Exception {
    var file = Files.readString(EXAMPLES.resolve("Jenkinsfile"));
    assertThat(file).contains("ROLLBACK_CONFIG = '" + CONFIG + "'");
    var script = Pattern.compile("sh '''(.*?)'''", Pattern.DOTALL).matcher(file);
    assertThat(script.find()).isTrue();
    // Groovy reads a backslash at the end of a line as the shell does.
    runs(List.of("sh", "-xe", "-c", script.group(1)));
    runs(List.of("sh", "-xe", "-c", script.group(1)));
    var junit = Pattern.compile("testResults: '([^']+)'").matcher(file);
    assertThat(junit.find()).isTrue();
    assertThat(home.resolve(junit.group(1))).exists();
  }

  private void runs(List<String> command) throws Exception {
    var builder =
        new ProcessBuilder(
                command.stream()
                    .map(word -> word.replace(PROGRAM, home.resolve("rollback").toString()))
                    .toList())
            .directory(home.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("ROLLBACK_CONFIG", home.resolve("target.yaml").toString());
    var process = builder.start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    assertThat(out).contains("smoke on staging: its check passes after ");
  }

  @Test
  void theGuideShowsTheFiles() throws IOException {
    var guide = Files.readString(Path.of("docs/ci.md"));
    assertThat(guide).contains(Files.readString(EXAMPLES.resolve("gitlab-ci.yml")));
    var stage =
        Pattern.compile("(?ms)^    stage\\('Smoke check'\\).*?^    }\n")
            .matcher(Files.readString(EXAMPLES.resolve("Jenkinsfile")));
    assertThat(stage.find()).isTrue();
    assertThat(guide).contains(stage.group());
  }

  /** The table of inputs, and its example. */
  @Test
  void theGuideNamesTheInputsOfTheAction() throws IOException {
    var guide = Files.readString(Path.of("docs/ci.md"));
    var action = GitHubJob.yaml(Path.of(".github/actions/check/action.yml"));
    for (var input : GitHubJob.mapping(action, "inputs").keySet()) {
      assertThat(guide).containsPattern("\\| .*`" + input + "`.* \\|");
    }
    for (var output : GitHubJob.mapping(action, "outputs").keySet()) {
      assertThat(guide).contains("`" + output + "`");
    }
  }
}
