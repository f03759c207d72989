package dev.rollback.adapter.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.git.repository.GitProgram;
import dev.rollback.adapter.git.repository.GitProgram.Call;
import dev.rollback.adapter.git.repository.RefName;
import dev.rollback.adapter.git.repository.Urls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of refs against git's own judgement; addresses as they may be shown. */
final class GitNamesTest {
  private static final String ALPHABET = "abcAZ09./@{}~^:?*[\\-_ %!#ü\u0001\u007f";

  private static boolean gitTakes(String... arguments) {
    var argv = new ArrayList<>(List.of("check-ref-format"));
    argv.addAll(List.of(arguments));
    return new GitProgram(System.getenv())
        .run(new Call(Path.of("/"), argv, Map.of(), "", Duration.ofSeconds(20)))
        .ok();
  }

  private static List<String> someNames(int count) {
    var random = new Random(20261122);
    var names =
        new ArrayList<>(
            List.of(
                "main",
                "a/b",
                "a//b",
                "/a",
                "a/",
                "a.",
                ".a",
                "a/.b",
                "a.lock",
                "a.lock/b",
                "@",
                "a@{b",
                "-a",
                "a..b",
                "HEAD",
                "a\\b",
                "ü",
                "refs/heads/a"));
    for (var n = 0; n < count; n++) {
      var name = new StringBuilder();
      for (var length = 1 + random.nextInt(5); length > 0; length--) {
        name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      names.add(name.toString());
    }
    return names;
  }

  @Test
  void whatIsTakenForABranchIsOneForGit() {
    for (var name : someNames(150)) {
      assertThat(RefName.valid(name)).as(name).isEqualTo(gitTakes("--branch", name));
    }
  }

  @Test
  void everyTargetHasARefThatGitTakesAndNoOtherTargetHas() {
    var targets = new HashSet<>(someNames(40));
    targets.addAll(List.of("", "Prod", "prod", "prod/eu", "prod.lock", "x".repeat(300), "%"));
    targets.add("x".repeat(299) + "y");
    targets.add("ü".repeat(60));
    var refs = new HashSet<String>();
    for (var target : targets) {
      var ref = LeaseRef.of(target);
      assertThat(gitTakes(ref)).as(ref).isTrue();
      assertThat(ref.substring("refs/rollback/lease/".length())).hasSizeLessThan(250);
      assertThat(ref).as("none is a folder of another").matches("refs/rollback/lease/[^/]+");
      assertThat(refs.add(ref.toLowerCase(Locale.ROOT))).as(ref).isTrue();
    }
    assertThat(LeaseRef.of("prod-eu_1")).isEqualTo("refs/rollback/lease/prod-eu_1");
    assertThat(LeaseRef.of("Prod EU")).isEqualTo("refs/rollback/lease/%50rod%20%45%55");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:token@host/x.git, https://host/x.git",
    "https://token@host:8443/x.git, https://host:8443/x.git",
    "https://u:p@ss@host/x, https://host/x",
    "https://host/a@b/x, https://host/a@b/x",
    "https://host/x.git?private_token=abc, https://host/x.git",
    "ssh://git@host/x.git, ssh://git@host/x.git",
    "ssh://git:pw@host:22/x.git, ssh://git@host:22/x.git",
    "git@host:x.git, git@host:x.git",
    "../remote.git, ../remote.git",
    "could not read 'https://u:p@h': no; see http://v:q@i/, could not read 'https://h': no; see"
        + " http://i/"
  })
  void anAddressIsShownWithoutWhatIsSecretInIt(String url, String shown) {
    assertThat(Urls.shown(url)).isEqualTo(shown);
  }
}
