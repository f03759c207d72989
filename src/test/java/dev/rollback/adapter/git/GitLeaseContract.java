package dev.rollback.adapter.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Connection;
import dev.rollback.contract.LeasePlaceContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases on a remote, by whatever protocol; and what they leave alone. */
abstract class GitLeaseContract extends LeasePlaceContract<GitReader, GitWriter> {
  @TempDir Path folder;
  private TestGit git;
  private Map<String, String> before;

  /** Starts what serves the remote, and points the clone's {@code origin} to it. */
  abstract void serve(TestGit git);

  @BeforeEach
  void serve() {
    git = new TestGit(folder);
    serve(git);
    // As some have it who want to see everything: a push to such a remote moves these refs.
    git.git(git.clone, "config", "--add", "remote.origin.fetch", "+refs/*:refs/remotes/origin/*");
    TestGit.script(git.clone.resolve(".git/hooks/pre-push"), "exit 1");
    TestGit.script(git.clone.resolve(".git/hooks/reference-transaction"), "exit 1");
    before = TestGit.bytes(git.clone);
  }

  @AfterEach
  void theCloneIsByteForByteAsItWas() {
    git.close();
    assertThat(TestGit.bytes(git.clone)).isEqualTo(before);
  }

  @Override
  protected Connection<GitReader, GitWriter> connect() {
    return git.connect();
  }

  @Override
  protected String seenFromOutside(String target) {
    return git.git(git.bare, "log", "-1", "--format=%an %ae %T %P%n%B", LeaseRef.of(target));
  }

  @Test
  void aPersonWhoFindsItSeesWhoseItIs() {
    var alice = connect();
    var place = alice.leasePlace().orElseThrow();
    assertThat(place.replace("seen", Optional.empty(), claim("a", 1), alice.writer())).isTrue();
    assertThat(seenFromOutside("seen").lines().toList())
        .startsWith(
            "rollback rollback@localhost 4b825dc642cb6eb9a060e54bf8d69288fbee4904 ",
            "lease: zoë o'neil \"ops\" on host-a, run a",
            "");
    assertThat(place.where("seen")).isEqualTo("refs/rollback/lease/seen on the remote origin");
  }
}
