package dev.rollback.sandbox.git;

import dev.rollback.sandbox.site.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The service's source: a bare repository, which stands for the remote, and an operator's clone of
 * it. {@code main} is what was released last and tagged {@link #GOOD}; the branch {@link
 * #HARDENING} waits to be merged. Commit ids are the same in every repository.
 *
 * @param remote the bare repository
 * @param checkout the operator's clone; its remote is {@link #REMOTE}
 */
public record Repository(Path remote, Path checkout) {
  /** The remote's name in the clone. */
  public static final String REMOTE = "origin";

  /** The branch that is released. */
  public static final String BRANCH = "main";

  /** The tag of the release that runs while all is well. */
  public static final String GOOD = "v1.8.0";

  /** The branch with the range of commits that nobody should have merged. */
  public static final String HARDENING = "hardening";

  /**
   * Makes both in a folder.
   *
   * @return empty where this machine has no git
   * @throws SandboxException when it cannot be done
   */
  public static Optional<Repository> create(Path parent) {
    try {
      var home = Files.createDirectory(parent.resolve("git"));
      var repository = new Repository(home.resolve("grid-api.git"), home.resolve("grid-api"));
      GitCommand.run(home, "", "init", "--quiet", "--bare", repository.remote().toString());
      repository.atRemote(history(), "fast-import", "--quiet");
      GitCommand.run(home, "", "clone", "--quiet", repository.remote().toString(), "grid-api");
      repository.identify();
      return Optional.of(repository);
    } catch (NoGitException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String history() {
    var stream = new StringBuilder();
    add(stream, "refs/heads/" + BRANCH, SourceHistory.RELEASED, "");
    var top = "from refs/heads/" + BRANCH + "\n";
    stream.append("reset refs/tags/").append(GOOD).append('\n').append(top).append('\n');
    add(stream, "refs/heads/" + HARDENING, SourceHistory.HARDENING, top);
    return stream.toString();
  }

  /** The first one stands on what is given, and the others each on the one before. */
  private static void add(
      StringBuilder stream, String ref, List<SourceCommit> commits, String from) {
    var on = from;
    for (var commit : commits) {
      stream.append(commit.stream(ref, on));
      on = "";
    }
  }

  /** Whoever runs a drill need not have told git a name, nor have a key to sign with. */
  private void identify() throws IOException {
    Files.writeString(
        checkout.resolve(".git/config"),
        """
        [user]
        	name = On call
        	email = on-call@grid.example
        [commit]
        	gpgsign = false
        """,
        java.nio.file.StandardOpenOption.APPEND);
  }

  /** The full id of what a branch, a tag or a commit's short name leads to, on the remote. */
  public String id(String name) {
    return atRemote("", "rev-parse", "--verify", "--quiet", name + "^{commit}").strip();
  }

  /** The full ids of the commits after one up to another, newest first, on the remote. */
  public List<String> range(String from, String to) {
    return atRemote("", "rev-list", from + ".." + to).lines().toList();
  }

  /** The files that differ between two commits, on the remote. */
  public List<String> difference(String from, String to) {
    return atRemote("", "diff", "--name-only", "--no-renames", from, to).lines().toList();
  }

  /** What a file holds in a commit, on the remote. */
  public String content(String commit, String path) {
    return atRemote("", "show", commit + ":" + path);
  }

  /** The branches of the remote. */
  public List<String> branches() {
    return atRemote("", "for-each-ref", "--format=%(refname:short)", "refs/heads").lines().toList();
  }

  /** Somebody merges a branch into {@link #BRANCH} on the remote, without a commit of its own. */
  public void merge(String branch) {
    atRemote("", "update-ref", "refs/heads/" + BRANCH, "refs/heads/" + branch);
  }

  /** Somebody pushes a commit onto {@link #BRANCH}. */
  public void push(SourceCommit commit) {
    var ref = "refs/heads/" + BRANCH;
    atRemote(commit.stream(ref, "from " + ref + "^0\n"), "fast-import", "--quiet");
  }

  /** The operator's clone is brought up to date. */
  public void pull() {
    GitCommand.run(checkout, "", "pull", "--quiet", "--ff-only", REMOTE, BRANCH);
  }

  /** Makes both as they were when they were created. */
  public void reset() {
    atRemote("", "update-ref", "refs/heads/" + BRANCH, "refs/tags/" + GOOD);
    for (var branch : branches()) {
      if (!branch.equals(BRANCH) && !branch.equals(HARDENING)) {
        atRemote("", "update-ref", "-d", "refs/heads/" + branch);
      }
    }
    GitCommand.run(checkout, "", "fetch", "--quiet", "--prune", REMOTE);
    GitCommand.run(checkout, "", "reset", "--quiet", "--hard", REMOTE + "/" + BRANCH);
  }

  private String atRemote(String input, String... arguments) {
    return GitCommand.run(remote, input, arguments);
  }
}
