package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.adapter.git.repository.GitProgram.Call;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A repository of our own with a work tree, in which commits are tried and made. It reads the
 * objects of the user's clone and puts what it makes or fetches among its own, so that the clone
 * does not see it.
 *
 * <p>Its work tree has next to no files: git changes the index alone, and writes a file only where
 * it is in conflict. So no filter of the user's runs, nothing large is fetched for one, and a large
 * tree costs little. Where hooks are to run there are files, since a hook may look at them.
 *
 * <p>What is to succeed and does not throws {@link dev.rollback.diagnostic.SystemException}, with
 * no effect on the clone or the remote.
 */
public final class Bench implements AutoCloseable {
  private static final List<String> QUIET =
      List.of(
          "-c",
          "core.fsmonitor=false",
          "-c",
          "gc.auto=0",
          "-c",
          "maintenance.auto=false",
          "-c",
          "advice.detachedHead=false");

  /** Which files merge how stands in these; git reads them from the work tree alone. */
  private static final String ATTRIBUTES = ".gitattributes";

  private static final List<String> UNHOOKED = List.of("-c", "core.hooksPath=/dev/null");

  private final GitProgram git;
  private final TemporaryFolder folder;
  private final Map<String, String> environment;
  private final boolean hooked;
  private final Duration patience;

  /**
   * In a folder that is there; {@link #init} makes it.
   *
   * @param hooked whether hooks will run, so that there have to be files
   * @param patience how long a command of git may take
   */
  Bench(
      GitProgram git,
      TemporaryFolder folder,
      Map<String, String> environment,
      boolean hooked,
      Duration patience) {
    this.git = git;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.hooked = hooked;
    this.patience = patience;
  }

  /**
   * Makes the repository.
   *
   * @param objects where the clone's are, which it reads
   * @param lfs where git-lfs keeps those of the clone
   */
  void init(String objectFormat, Path objects, Path lfs) throws IOException {
    Files.createDirectories(files());
    local("making it", "init", "--quiet", "--template=", "--object-format=" + objectFormat, ".");
    var info = Files.createDirectories(gitDirectory().resolve("info"));
    Files.writeString(
        Files.createDirectories(gitDirectory().resolve("objects/info")).resolve("alternates"),
        quoted(objects) + "\n");
    Files.writeString(info.resolve("sparse-checkout"), ATTRIBUTES + "\n");
    local("setting it up", "config", "core.sparseCheckout", Boolean.toString(!hooked));
    local("setting it up", "config", "lfs.storage", lfs.toString());
    local("setting it up", "config", "lfs.repositoryformatversion", "0");
  }

  /** As git takes a path that may have any letter in it. */
  private static String quoted(Path path) {
    return '"'
        + path.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + '"';
  }

  /** Where its files are. */
  Path files() {
    return folder.path().resolve("files");
  }

  /** Where its own objects, refs and hooks are. */
  public Path gitDirectory() {
    return files().resolve(".git");
  }

  /** Where the hooks are that run in it. */
  Path hooks() {
    return folder.path().resolve("hooks");
  }

  /**
   * Runs git in it; nothing of the user's is started by it.
   *
   * @param input what git reads
   * @return what came of it; it need not have succeeded
   */
  public Answer run(String input, String... arguments) {
    return start(UNHOOKED, List.of(arguments), input);
  }

  /**
   * Runs git in it with the hooks of the user's clone.
   *
   * @return what came of it; it need not have succeeded
   */
  public Answer runHooked(List<String> arguments) {
    return start(List.of("-c", "core.hooksPath=" + hooks()), arguments, "");
  }

  private Answer start(List<String> more, List<String> arguments, String input) {
    var argv = new ArrayList<>(QUIET);
    argv.addAll(more);
    argv.addAll(arguments);
    return git.run(new Call(files(), argv, environment, input, patience));
  }

  /**
   * Runs git in it, for what is to succeed.
   *
   * @param doing what goes on, for a sentence about what failed
   * @return what git printed
   */
  public String local(String doing, String... arguments) {
    return orThrow(doing, run("", arguments));
  }

  /** The same, with something to read. */
  public String localWith(String input, String doing, String... arguments) {
    return orThrow(doing, run(input, arguments));
  }

  /**
   * What git printed, where it succeeded.
   *
   * @param doing what went on, for a sentence about what failed
   * @throws dev.rollback.diagnostic.SystemException with no effect, where it did not succeed
   */
  public static String orThrow(String doing, Answer answer) {
    if (!answer.ok()) {
      throw new GitErrors("The temporary repository").reading(doing, answer);
    }
    return answer.out();
  }

  /** Whether it has a commit, of its own or of the clone's. */
  public boolean has(String commit) {
    return run("", "cat-file", "-e", commit + "^{commit}").ok();
  }

  /** Whether one commit is the other or led to it. */
  public boolean leadsTo(String commit, String later) {
    var answer = run("", "merge-base", "--is-ancestor", commit, later);
    if (answer.cut().isEmpty() && answer.exit() == 1) {
      return false;
    }
    orThrow("comparing " + commit + " with " + later, answer);
    return true;
  }

  /** The files of a commit, as one id. */
  public String tree(String commit) {
    return local("reading " + commit, "rev-parse", "--verify", commit + "^{tree}").strip();
  }

  /**
   * Fetches what a ref points to, unless it is here.
   *
   * @param from {@link Scratch#READ} or {@link Scratch#PUSH}
   */
  public void need(String commit, String from, String ref, Remote remote) {
    if (has(commit)) {
      return;
    }
    var answer =
        run(
            "",
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--no-recurse-submodules",
            from,
            ref);
    if (!answer.ok()) {
      throw remote.errors(from).reading("fetching " + ref, answer);
    }
    if (!has(commit)) {
      throw SystemException.refused(
          "%s has moved on while it was fetched: it was at %s.".formatted(ref, commit),
          "Try again.");
    }
  }

  /** Goes to a commit, whatever was tried before. */
  public void goTo(String commit) {
    local("going to " + commit, "update-ref", "--no-deref", "HEAD", commit);
    local("going to " + commit, "reset", "--quiet", "--hard", "HEAD");
  }

  /** A question that git answers in records that end with a zero byte. */
  public List<String> records(String doing, String... arguments) {
    return split(local(doing, arguments));
  }

  static List<String> split(String text) {
    return Arrays.stream(text.split("\0")).filter(r -> !r.isEmpty()).toList();
  }

  /** Lines of an answer. */
  public Stream<String> lines(String doing, String... arguments) {
    return local(doing, arguments).lines().filter(l -> !l.isEmpty());
  }

  /** One line, where there is one. */
  Optional<String> line(String doing, String... arguments) {
    return lines(doing, arguments).findFirst();
  }

  @Override
  public void close() {
    folder.close();
  }
}
