package dev.rollback.adapter.git;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.Benches;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitProgram;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.adapter.git.repository.Remote;
import dev.rollback.adapter.git.repository.Scratch;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with leases: what is said, and whether it may have taken effect. */
final class GitLeaseTroubleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final String REF = "refs/rollback/lease/production";

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

  private static Claim claim(String run) {
    return new Claim(
        "alice", "host", 1, run, 1, NOW, NOW, Duration.ofSeconds(30), Optional.empty());
  }

  private static LeasePlace<GitReader, GitWriter> place(Connection<GitReader, GitWriter> way) {
    return way.leasePlace().orElseThrow();
  }

  private static boolean take(Connection<GitReader, GitWriter> way, String run) {
    return place(way).replace("production", Optional.empty(), claim(run), way.writer());
  }

  private static Finding probe(Connection<GitReader, GitWriter> way) {
    return place(way).requirements("production").getFirst().probe().apply(way.reader());
  }

  private static SystemException failure(ThrowingCallable what) {
    return catchThrowableOfType(SystemException.class, what);
  }

  /** The same place with less patience than a person would want. */
  private GitWriter impatient() {
    var program = new GitProgram(git.environment());
    var checkout = new Checkout(program, git.clone);
    var scratch = new Scratch(program, checkout, "origin", git.temporary());
    var remote = new Remote(checkout, scratch, "origin", Duration.ofSeconds(2));
    var benches = new Benches(program, checkout, "origin", git.temporary());
    return new SystemGit(
        git.settings(), checkout, scratch, remote, benches, dev.rollback.action.Pin.none());
  }

  @Test
  void aHookThatDeclinesIsQuoted() {
    git.hook("pre-receive", "echo 'GL-1234: only branches\033[31m, please' >&2; exit 1");
    var said = failure(() -> take(git.connect(), "a"));
    assertThat(said.problem())
        .contains(git.bare.toString(), REF, "pre-receive hook declined")
        .contains("GL-1234: only branches, please");
    assertThat(said.effect()).isEqualTo(Effect.NONE);
    assertThat(said.advice().orElseThrow()).contains("have it allowed");
  }

  @Test
  void aHookMayDeclineOneRefAlone() {
    git.hook("update", "case $1 in refs/rollback/*) echo 'not that ref' >&2; exit 1;; esac");
    var said = failure(() -> take(git.connect(), "a"));
    assertThat(said.problem()).contains("hook declined", "not that ref");
    assertThat(said.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void aHiddenRefIsRefused() {
    git.git(git.bare, "config", "receive.hideRefs", "refs/rollback");
    var said = failure(() -> take(git.connect(), "a"));
    assertThat(said.problem()).contains("deny updating a hidden ref");
    assertThat(said.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void aLockThatNobodyHoldsAnyMoreIsNamed() throws IOException {
    TestGit.make(git.bare.resolve("refs/rollback/lease"));
    Files.createFile(git.bare.resolve(REF + ".lock"));
    var said = failure(() -> take(git.connect(), "a"));
    assertThat(said.problem()).contains("production.lock': File exists");
    assertThat(said.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void theRemoteGoesAndComesBack() throws IOException {
    var alice = git.connect();
    assertThat(take(alice, "a")).isTrue();
    var away = Files.move(git.bare, folder.resolve("away"));
    var read = failure(() -> place(alice).read("production", alice.reader()));
    assertThat(read.problem()).contains(git.bare.toString(), "there is no repository");
    var renewed = claim("a").renewedAt(NOW.plusSeconds(10));
    var write =
        failure(
            () ->
                place(alice)
                    .replace("production", Optional.of(claim("a")), renewed, alice.writer()));
    assertThat(write.effect()).isEqualTo(Effect.NONE);
    Files.move(away, git.bare);
    assertThat(place(alice).replace("production", Optional.of(claim("a")), renewed, alice.writer()))
        .isTrue();
  }

  @Test
  void theServerGoesInTheMiddle() {
    var daemon = new GitDaemon(folder, git.environment(), "--enable=receive-pack");
    git.git(git.clone, "remote", "set-url", "origin", daemon.url("remote.git"));
    var alice = git.connect();
    try (daemon) {
      assertThat(take(alice, "a")).isTrue();
    }
    var said = failure(() -> place(alice).read("production", alice.reader()));
    assertThat(said.problem()).contains(daemon.url("remote.git"), "nothing answers");
    assertThat(failure(() -> take(alice, "b")).effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void ofAPushThatBreaksOffNobodyKnows() {
    git.hook("post-receive", "kill -9 $PPID");
    var alice = git.connect();
    var said = failure(() -> take(alice, "a"));
    assertThat(said.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(place(alice).read("production", alice.reader()))
        .as("this time it had taken effect")
        .contains(claim("a"));
  }

  @Test
  void ofAPushThatIsNotAnsweredNobodyKnowsAndNothingOfItGoesOnRunning() {
    git.hook("pre-receive", "echo $$ > " + folder.resolve("pid") + "; exec sleep 600");
    var writer = impatient();
    var said = failure(() -> writer.replaceLease(REF, Optional.empty(), claim("a")));
    assertThat(said.problem()).contains("did not end within 2 s", git.bare.toString());
    assertThat(said.effect()).isEqualTo(Effect.UNKNOWN);
    var hook = Long.parseLong(TestGit.read(folder.resolve("pid")).strip());
    await("the hook's end")
        .atMost(10, SECONDS)
        .until(() -> ProcessHandle.of(hook).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aRemoteThatOnlyServesReadersIsMissedInPreflight() {
    try (var daemon = new GitDaemon(folder, git.environment())) {
      git.git(git.clone, "remote", "set-url", "origin", daemon.url("remote.git"));
      var reader = git.connect();
      assertThat(place(reader).read("production", reader.reader())).isEmpty();
      assertThat(probe(reader))
          .isInstanceOfSatisfying(
              Finding.Missing.class,
              missing -> assertThat(missing.why()).contains(REF, "may not do that"));
      var said = failure(() -> take(reader, "a"));
      assertThat(said.effect()).isEqualTo(Effect.NONE);
    }
  }

  @Test
  void aLeaseThatStandsThereIsNoObstacleToPreflightAndStays() {
    assertThat(take(git.connect(), "a")).isTrue();
    var bob = git.connect();
    assertThat(probe(bob)).isInstanceOf(Finding.Met.class);
    assertThat(place(bob).read("production", bob.reader())).contains(claim("a"));
  }

  @Test
  void whoIsNotKnownThereIsMissedInPreflight() {
    try (var http = new GitHttp(folder, git.environment())) {
      git.git(git.clone, "remote", "set-url", "origin", http.url("remote.git"));
      assertThat(probe(git.connect()))
          .isInstanceOfSatisfying(
              Finding.Missing.class,
              missing -> {
                assertThat(missing.why()).contains("does not know who asks", "could not read");
                assertThat(missing.remedy()).contains("credential helper");
              });
    }
  }

  @Test
  void severalPushUrlsAreNoPlace() {
    git.git(git.clone, "remote", "set-url", "--add", "--push", "origin", git.bare.toString());
    git.git(git.clone, "remote", "set-url", "--add", "--push", "origin", "/elsewhere/x.git");
    assertThat(probe(git.connect()))
        .isInstanceOfSatisfying(
            Finding.Missing.class,
            missing -> assertThat(missing.why()).contains("2 addresses", "/elsewhere/x.git"));
    assertThat(failure(() -> take(git.connect(), "a")).effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void aPushUrlOfItsOwnIsWhereTheLeaseStands() {
    var other = folder.resolve("other.git");
    git.git(folder, "clone", "--quiet", "--bare", git.bare.toString(), other.toString());
    git.git(git.clone, "remote", "set-url", "--push", "origin", other.toString());
    var alice = git.connect();
    assertThat(alice.address()).contains(git.bare.toString(), "pushed to " + other);
    assertThat(take(alice, "a")).isTrue();
    assertThat(git.git(other, "rev-parse", REF)).hasSize(40);
    assertThat(place(alice).read("production", alice.reader())).contains(claim("a"));
    assertThat(git.git(git.bare, "for-each-ref", REF)).isEmpty();
  }

  @Test
  void whatIsNoLeaseIsNotTakenForOne() {
    git.git(git.clone, "push", "--quiet", "origin", "HEAD:" + REF);
    var alice = git.connect();
    var said = failure(() -> place(alice).read("production", alice.reader()));
    assertThat(said.problem()).contains(REF, "no lease", "no JSON");
    assertThat(said.advice().orElseThrow()).contains("git push origin :" + REF);
    assertThat(take(alice, "a")).as("it is not written over either").isFalse();
  }

  @Test
  void whatIsNoCommitIsNotTakenForOne() {
    var blob = git.git(git.clone, "hash-object", "-w", "one");
    git.git(git.clone, "push", "--quiet", "origin", blob + ":" + REF);
    var alice = git.connect();
    var said = failure(() -> place(alice).read("production", alice.reader()));
    assertThat(said.problem()).contains(REF, "does not point to a commit");
  }

  @Test
  void aLeaseThatSomebodyRemovedIsLost() {
    var alice = git.connect();
    assertThat(take(alice, "a")).isTrue();
    git.git(git.bare, "update-ref", "-d", REF);
    var renewed = claim("a").renewedAt(NOW.plusSeconds(10));
    assertThat(place(alice).replace("production", Optional.of(claim("a")), renewed, alice.writer()))
        .isFalse();
    assertThat(place(alice).read("production", alice.reader())).isEmpty();
  }

  @Test
  void theSameReplacementTwiceIsOne() {
    assertThat(take(git.connect(), "a")).isTrue();
    assertThat(take(git.connect(), "a")).as("as after an unknown outcome").isTrue();
    assertThat(take(git.connect(), "b")).isFalse();
  }

  @Test
  void objectsOfTheOtherKindOfHashAreTakenAsWell() {
    var bare = folder.resolve("sha256.git");
    var clone = folder.resolve("sha256");
    git.git(folder, "init", "--quiet", "--bare", "--object-format=sha256", bare.toString());
    git.git(folder, "init", "--quiet", "--object-format=sha256", clone.toString());
    git.git(clone, "remote", "add", "origin", bare.toString());
    git.git(clone, "commit", "--quiet", "--allow-empty", "-m", "one");
    git.git(clone, "push", "--quiet", "origin", "main");
    var way = git.connect(new GitSettings("sha256", "origin", "main"));
    assertThat(take(way, "a")).isTrue();
    assertThat(
            place(git.connect(new GitSettings("sha256", "origin", "main")))
                .read("production", way.reader()))
        .contains(claim("a"));
    assertThat(way.identity().orElseThrow()).hasSize(64);
  }

  @Test
  void nothingIsLeftInTheFolderForTemporaryFiles() {
    try (var way = git.connect()) {
      assertThat(take(way, "a")).isTrue();
      assertThat(git.temporary()).isNotEmptyDirectory();
    }
    assertThat(git.temporary()).isEmptyDirectory();
  }
}
