package dev.rollback.adapter.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.adapter.git.repository.Urls;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a remote is reached, what it says that it is, and what is said when it cannot be reached. */
final class GitConnectionTest {
  @TempDir Path folder;
  private TestGit git;

  @BeforeEach
  void start() {
    git = new TestGit(folder);
  }

  @AfterEach
  void stop() {
    git.close();
  }

  private void origin(String url) {
    git.git(git.clone, "remote", "set-url", "origin", url);
  }

  private SystemException failure(ThrowingCallable what) {
    var said = catchThrowableOfType(SystemException.class, what);
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.advice()).isPresent();
    return said;
  }

  private SystemException pingFailure(String... environment) {
    return failure(() -> git.connect(environment).ping());
  }

  @Test
  void itSaysWhereItLeadsAndWhatIsThere() {
    var way = git.connect();
    assertThat(way.address()).isEqualTo(git.bare + ", branch main");
    var tip = git.git(git.clone, "rev-parse", "HEAD");
    assertThat(way.ping()).matches("git 2\\.\\d+\\.\\S*, main at " + tip.substring(0, 12));
    assertThat(way.reader().remoteTip()).isEqualTo(tip);
  }

  @Test
  void theTipIsTheRemotesNotWhatTheCloneRemembers() {
    var other = folder.resolve("other");
    git.git(folder, "clone", "--quiet", git.bare.toString(), other.toString());
    git.git(other, "commit", "--quiet", "--allow-empty", "-m", "two");
    git.git(other, "push", "--quiet");
    assertThat(git.connect().reader().remoteTip()).isEqualTo(git.git(other, "rev-parse", "HEAD"));
  }

  @Test
  void aFolderInAWorkTreeAndABareRepositoryAreClonesToo() {
    TestGit.make(git.clone.resolve("a/b"));
    origin("../remote.git");
    var within = new GitSettings("clone/a/b", "origin", "main");
    assertThat(git.connect(within).ping()).contains("main at");
    var mirror = folder.resolve("mirror.git");
    git.git(folder, "clone", "--quiet", "--mirror", git.bare.toString(), mirror.toString());
    var bare = new GitSettings("mirror.git", "origin", "main");
    assertThat(git.connect(bare).ping()).contains("main at");
  }

  @ParameterizedTest
  @CsvSource({
    "https://127.0.0.1:1/x.git, nothing answers",
    "ssh://git@127.0.0.1:1/x.git, nothing answers",
    "git://127.0.0.1:1/x.git, nothing answers",
    "https://no.such.host.invalid/x.git, cannot be resolved",
    "git@no.such.host.invalid:x.git, cannot be resolved",
    "/no/such/folder.git, there is no repository",
    "nosuchprotocol://host/x, cannot speak the protocol"
  })
  void whatCannotBeReachedIsSaidToBeSo(String url, String why) {
    origin(url);
    assertThat(pingFailure().problem()).contains(url, why);
  }

  @ParameterizedTest
  @CsvSource({
    "403, may not do that there",
    "404, there is no repository",
    "500, problem of its own"
  })
  void whatAWebServerAnswersIsSaid(int status, String why) {
    try (var http = new GitHttp(folder, git.environment())) {
      origin(http.url(status + "/x.git"));
      assertThat(pingFailure().problem()).contains(http.url(status + "/x.git"), why);
    }
  }

  @Test
  void nobodyIsAskedForAPassword() {
    try (var http = new GitHttp(folder, git.environment())) {
      origin(http.url("remote.git"));
      assertThat(pingFailure().problem())
          .contains("does not know who asks", "terminal prompts disabled");
    }
  }

  @Test
  void secretsInAnAddressAreNowhere() {
    var log = folder.resolve("argv");
    var path =
        TestGit.script(
                folder.resolve("bin/git"),
                "echo \"$@\" >> %s; PATH=%s; exec git \"$@\"".formatted(log, System.getenv("PATH")))
            .resolveSibling("");
    try (var http = new GitHttp(folder, git.environment())) {
      git.git(git.bare, "config", "http.receivepack", "true");
      origin("http://%s:%s@%s/remote.git".formatted(GitHttp.USER, GitHttp.TOKEN, http.host()));
      var way = git.connect("PATH", path.toString());
      assertThat(way.ping()).contains("main at");
      assertThat(way.address()).isEqualTo(http.url("remote.git") + ", branch main");
      var reader = way.reader();
      assertThat(reader.lease("refs/rollback/lease/x")).isEmpty();
      assertThat(reader.mayPush("refs/rollback/lease/x").toString()).startsWith("Met");
      assertThat(TestGit.read(log)).contains("ls-remote", "push").doesNotContain(GitHttp.TOKEN);
      origin("http://%s:wrong-%s@%s/remote.git".formatted("u", GitHttp.TOKEN, http.host()));
      assertThat(pingFailure().problem()).doesNotContain(GitHttp.TOKEN).contains(http.host());
    }
  }

  @Test
  void headersOfTheUsersOwnSettingsAreSentOnce() {
    try (var http = new GitHttp(folder, git.environment())) {
      origin(http.url("remote.git"));
      var basic =
          Base64.getEncoder().encodeToString((GitHttp.USER + ":" + GitHttp.TOKEN).getBytes(UTF_8));
      git.git(git.clone, "config", "--global", "http.extraHeader", "Authorization: Basic " + basic);
      assertThat(git.connect().ping()).contains("main at");
      assertThat(http.credentials).isNotEmpty().allMatch(sent -> sent.size() == 1);
    }
  }

  @Test
  void sshIsTheOneOfTheUsersSettingsForThisFolder() {
    var ssh = TestGit.script(folder.resolve("ssh"), "shift $(($# - 1)); exec sh -c \"$1\"");
    TestGit.write(git.home.resolve("work"), "[core]\n\tsshCommand = " + ssh + "\n");
    git.git(
        git.clone,
        "config",
        "--global",
        "includeIf.gitdir:" + git.clone + "/.path",
        git.home.resolve("work").toString());
    origin("ssh://git@grid.invalid" + git.bare);
    var way = git.connect();
    assertThat(way.address()).isEqualTo("ssh://git@grid.invalid" + git.bare + ", branch main");
    assertThat(way.ping()).contains("main at");
  }

  @Test
  void aHostKeyThatIsNotKnownIsNotAccepted() {
    var ssh =
        TestGit.script(
            folder.resolve("ssh"),
            "$SSH_ASKPASS 'yes/no?' || echo 'Host key verification failed.'" + " >&2; exit 255");
    origin("ssh://git@grid.invalid/x.git");
    assertThat(pingFailure("GIT_SSH_COMMAND", ssh.toString()).problem())
        .contains("ssh does not know the host's key");
  }

  @Test
  void replacedAddressesAreTheOnesThatAreShownAndUsed() {
    git.git(git.clone, "config", "url." + folder + "/.insteadOf", "grid:");
    origin("grid:remote.git");
    var way = git.connect();
    assertThat(way.address()).isEqualTo(git.bare + ", branch main");
    assertThat(way.ping()).contains("main at");
  }

  @Test
  void gitThatIsNotThereIsSaidToBeSo() {
    assertThat(pingFailure("PATH", git.home.toString()).problem())
        .contains("no git program in the folders of PATH");
  }

  @Test
  void gitThatIsTooOldIsRefused() {
    var bin = TestGit.script(folder.resolve("bin/git"), "echo git version 2.30.2");
    assertThat(pingFailure("PATH", bin.resolveSibling("").toString()).problem())
        .isEqualTo("git 2.30.2 is too old.");
  }

  @Test
  void whatIsNoGitIsSaidToBeNone() {
    var bin = TestGit.script(folder.resolve("bin/git"), "echo 'have a nice day'");
    assertThat(pingFailure("PATH", bin.resolveSibling("").toString()).problem())
        .contains("have a nice day");
  }

  @Test
  void aFolderThatIsInNoRepositoryIsRefused() {
    var settings = new GitSettings("home", "origin", "main");
    var said = failure(() -> git.connect(settings).address());
    assertThat(said.problem()).contains(git.home.toString(), "there is no git repository");
    var nowhere = new GitSettings("nowhere", "origin", "main");
    assertThat(failure(() -> git.connect(nowhere).ping()).problem())
        .isEqualTo("There is no folder " + folder.resolve("nowhere") + ".");
  }

  @Test
  void aRemoteThatIsNotThereIsAnsweredWithThoseThatAre() {
    git.git(git.clone, "remote", "add", "upstream", "/elsewhere");
    var settings = new GitSettings(git.clone.toString(), "orgin", "main");
    var said = failure(() -> git.connect(settings).ping());
    assertThat(said.problem()).contains("has no remote 'orgin'");
    assertThat(said.advice()).contains("Did you mean 'origin'?");
    var none = new GitSettings(git.clone.toString(), "fork-of-mine", "main");
    assertThat(failure(() -> git.connect(none).ping()).advice().orElseThrow())
        .contains("origin, upstream");
  }

  @Test
  void aBranchThatIsNotThereIsAnsweredWithThoseThatAre() {
    git.git(git.clone, "push", "--quiet", "origin", "main:release/1", "main:release/2");
    var settings = new GitSettings(git.clone.toString(), "origin", "release/3");
    var said = failure(() -> git.connect(settings).ping());
    assertThat(said.problem()).isEqualTo(git.bare + " has no branch 'release/3'.");
    assertThat(said.advice().orElseThrow()).contains("release/");
  }

  @Test
  void aRepositoryOfAnotherUserIsRefusedAsGitDoes() {
    var said = pingFailure("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    assertThat(said.problem()).contains("belongs to another user");
    assertThat(said.advice().orElseThrow()).contains("safe.directory");
    git.git(git.clone, "config", "--global", "--add", "safe.directory", git.clone.toString());
    git.git(git.clone, "config", "--global", "--add", "safe.directory", git.bare.toString());
    assertThat(git.connect("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").ping()).contains("main at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"})
  void whatLeadsGitElsewhereIsNotFollowed(String variable) {
    var elsewhere = folder.resolve("elsewhere").toString();
    var way = git.connect(variable, elsewhere);
    assertThat(way.ping()).contains("main at");
    assertThat(way.reader().workTree().orElseThrow().files()).isEmpty();
  }

  @Test
  void theUsersTracesAreNotTakenForErrors() {
    assertThat(pingFailureOfBranch("GIT_TRACE", "1", "GIT_TRACE_CURL", "1").problem())
        .doesNotContain("trace");
  }

  private SystemException pingFailureOfBranch(String... environment) {
    origin("/no/such/folder.git");
    return pingFailure(environment);
  }

  @Test
  void theFirstCommitTellsItFromOthersWhateverTheAddress() {
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    assertThat(git.connect().identity()).contains(root);
    git.commit("two");
    git.git(git.clone, "checkout", "--quiet", "--orphan", "aside");
    git.git(git.clone, "commit", "--quiet", "-m", "another beginning");
    git.git(git.clone, "checkout", "--quiet", "main");
    git.git(git.clone, "merge", "--quiet", "--allow-unrelated-histories", "-m", "m", "aside");
    git.git(git.clone, "push", "--quiet", "origin", "main");
    origin("file://" + git.bare);
    assertThat(git.connect().identity()).contains(root);
  }

  @Test
  void aRemoteThatIsAheadOfTheCloneHasTheSameIdentity() {
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    ahead();
    assertThat(git.connect().identity()).contains(root);
  }

  /** Somebody else pushes. */
  private void ahead() {
    var other = folder.resolve("other");
    git.git(folder, "clone", "--quiet", git.bare.toString(), other.toString());
    git.git(other, "commit", "--quiet", "--allow-empty", "-m", "two");
    git.git(other, "push", "--quiet");
  }

  @Test
  void theIdentityThatIsWrittenIsProvedBeforeAnything() {
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    assertThat(pinned(root).ping()).contains("main at");
    assertThat(pinned(root).reader().lease("refs/rollback/lease/x")).isEmpty();
    var way = pinned("1".repeat(40));
    assertThat(failure(way::ping).problem()).contains("not the repository that is meant");
    assertThat(failure(() -> way.reader().workTree()).problem()).contains("1".repeat(40));
    assertThat(failure(() -> way.reader().lease("refs/x")).problem()).contains("is meant");
    assertThat(failure(() -> way.reader().mayPush("refs/x")).problem()).contains("is meant");
  }

  @Test
  void aRemoteWithAnotherHistoryIsRefused() {
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    git.git(git.clone, "checkout", "--quiet", "--orphan", "aside");
    git.git(git.clone, "commit", "--quiet", "-m", "another beginning");
    git.git(git.clone, "push", "--quiet", "--force", "origin", "aside:main");
    var said = failure(() -> pinned(root).ping());
    assertThat(said.problem()).contains("main does not descend from " + root);
  }

  @Test
  void whatTheCloneHasNotFetchedIsProvedWithoutFetchingIntoIt() {
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    ahead();
    var clone = TestGit.content(git.clone);
    assertThat(pinned(root).ping()).contains("main at");
    assertThat(TestGit.content(git.clone)).isEqualTo(clone);
    var other = folder.resolve("other");
    git.git(other, "checkout", "--quiet", "--orphan", "aside");
    git.git(other, "commit", "--quiet", "-m", "another beginning");
    git.git(other, "push", "--quiet", "--force", "origin", "aside:main");
    assertThat(failure(() -> pinned(root).ping()).problem()).contains("does not descend from");
  }

  @Test
  void aShallowCloneSaysSoAndHasNoIdentity() {
    git.commit("two");
    git.git(git.clone, "push", "--quiet", "origin", "main");
    git.git(folder, "clone", "--quiet", "--depth=1", "file://" + git.bare, "shallow");
    var settings = new GitSettings("shallow", "origin", "main");
    assertThat(git.connect(settings).ping()).endsWith(", the clone is shallow");
    assertThat(git.connect(settings).identity()).isEmpty();
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    var said = failure(() -> git.connect(settings, Map.of("commit", root)).ping());
    assertThat(said.problem()).contains("shallow");
    assertThat(said.advice().orElseThrow()).endsWith("--unshallow");
  }

  @ParameterizedTest
  @CsvSource({
    "'', origin, main, empty",
    "., --upload-pack=x, main, remote",
    "., origin, --all, branch",
    "., origin, refs/heads/main, without refs/heads/",
    "., origin, a..b, branch",
    "., 'a b', main, remote",
  })
  void settingsThatCannotWorkAreRefused(
      String directory, String remote, String branch, String why) {
    var said =
        catchThrowableOfType(
            IllegalArgumentException.class, () -> new GitSettings(directory, remote, branch));
    assertThat(said).hasMessageContaining(why);
  }

  private Connection<GitReader, GitWriter> pinned(String commit) {
    return git.connect(git.settings(), Map.of("commit", commit));
  }

  @Test
  void aForkHasTheSameFirstCommitAndAnotherPlace() {
    var root = git.git(git.clone, "rev-list", "--max-parents=0", "HEAD");
    var there = git.connect().fact("remote").orElseThrow();
    var facts = Map.of("commit", root, "remote", there);
    git.connect(git.settings(), facts).confirm();
    var fork = folder.resolve("fork.git");
    git.git(folder, "clone", "--quiet", "--bare", git.bare.toString(), fork.toString());
    origin(fork.toString());
    var way = git.connect(git.settings(), facts);
    assertThat(failure(way::ping).problem()).contains("not the repository that is meant", "fork");
    assertThat(failure(way::confirm).advice().orElseThrow()).contains("--replace");
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/grid.git, github.com/acme/grid",
    "https://me:secret@GitHub.com/acme/grid/, github.com/acme/grid",
    "ssh://git@github.com:2222/acme/grid.git, github.com/acme/grid",
    "git@github.com:acme/grid.git, github.com/acme/grid",
    "http://127.0.0.1:3000/acme/grid, 127.0.0.1:3000/acme/grid",
    "/srv/git/grid.git, /srv/git/grid",
    "file:///srv/git/grid.git, /srv/git/grid",
  })
  void sshAndHttpsLeadToOnePlace(String url, String place) {
    assertThat(Urls.place(url)).isEqualTo(place);
  }

  @Test
  void noConfigurationThatHoldsHereIsLostOnTheWay() {
    git.git(git.clone, "config", "http.proxy", "http://127.0.0.1:1");
    origin("http://grid.invalid/x.git");
    assertThat(pingFailure().problem()).as("the proxy is asked").contains("127.0.0.1");
  }
}
