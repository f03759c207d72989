package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.adapter.git.repository.GitProgram.Call;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The user's clone. It is only read, but for {@link #write}: no lock is taken, no object fetched,
 * no hook or file system monitor started, nothing reached over the network.
 *
 * <p>Every question that is not answered throws {@link dev.rollback.diagnostic.SystemException},
 * with no effect.
 */
public final class Checkout {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** No protocol at all: a clone with gaps (a partial one) would fill them from its remote. */
  private static final Map<String, String> OFFLINE = Map.of("GIT_ALLOW_PROTOCOL", "");

  private static final List<String> QUIET =
      List.of("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null");

  private final GitProgram git;
  private final Path directory;
  private final GitErrors errors;
  private @Nullable Place place;

  /**
   * Looks at nothing yet.
   *
   * @param directory the work tree or a folder in it, or a bare repository
   */
  public Checkout(GitProgram git, Path directory) {
    this.git = git;
    this.directory = directory.toAbsolutePath().normalize();
    this.errors = new GitErrors(this.directory.toString());
  }

  /**
   * Where it is.
   *
   * @param version of the program
   * @param top where git itself works: the work tree's top, or the bare repository
   * @param gitDirectory of this work tree
   */
  public record Place(
      GitVersion version, Path top, Path gitDirectory, boolean bare, String objectFormat) {}

  /** One line of the configuration that holds in it, from whatever file. */
  public record Setting(String key, String value) {}

  /** Finds it, once; refuses a program that is too old, and a folder that is in no repository. */
  public synchronized Place place() {
    if (place == null) {
      place = find();
    }
    return place;
  }

  private Place find() {
    if (!Files.isDirectory(directory)) {
      throw SystemException.refused(
          "There is no folder " + directory + ".", "Correct `directory` of this connection.");
    }
    var version = GitVersion.parse(first("asking for its version", "version")).orRefuse();
    var facts =
        lines(
            first(
                "looking for the repository",
                "rev-parse",
                "--absolute-git-dir",
                "--is-inside-work-tree",
                "--show-object-format"));
    var gitDirectory = Path.of(facts.get(0));
    var workTree = facts.get(1).equals("true");
    var top =
        workTree
            ? Path.of(
                lines(first("looking for the work tree", "rev-parse", "--show-toplevel"))
                    .getFirst())
            : gitDirectory;
    return new Place(version, top, gitDirectory, !workTree, facts.get(2));
  }

  /** One of the questions that settle where it is. */
  private String first(String doing, String... arguments) {
    return orThrow(doing, start(List.of(arguments), ""));
  }

  /** The folder that the configuration names; absolute. */
  public Path directory() {
    return directory;
  }

  /** Whether older commits are missing by intent. */
  public boolean shallow() {
    return must("asking whether it is shallow", "rev-parse", "--is-shallow-repository")
        .strip()
        .equals("true");
  }

  /** Whether objects are missing by intent, which a remote has. */
  public boolean partial() {
    return settings().stream().anyMatch(s -> s.key().matches("remote\\..*\\.promisor"));
  }

  /** The configuration that holds here, in the order in which it is applied. */
  public List<Setting> settings() {
    return settings(must("reading its configuration", "config", "--null", "--list"));
  }

  /** Reads what {@code git config --null --list} prints. */
  public static List<Setting> settings(String listed) {
    return Arrays.stream(listed.split("\0"))
        .filter(entry -> !entry.isEmpty())
        .map(Checkout::setting)
        .toList();
  }

  /** A key without a value is a switch that is on. */
  private static Setting setting(String entry) {
    var end = entry.indexOf('\n');
    return end < 0
        ? new Setting(entry, "true")
        : new Setting(entry.substring(0, end), entry.substring(end + 1));
  }

  /**
   * The addresses of a remote, after git has replaced what its configuration says.
   *
   * @param push those that are pushed to
   */
  List<String> urls(String remote, boolean push) {
    var arguments = new ArrayList<>(List.of("remote", "get-url", "--all"));
    if (push) {
      arguments.add("--push");
    }
    arguments.add(remote);
    var answer = run(arguments);
    if (!answer.ok()) {
      throw noRemote(remote, answer);
    }
    return lines(answer.out());
  }

  private SystemException noRemote(String remote, Answer answer) {
    var known = lines(must("listing its remotes", "remote"));
    if (known.contains(remote)) {
      return errors.reading("looking for the remote " + remote, answer);
    }
    return SystemException.refused(
        "The repository in " + directory + " has no remote '" + remote + "'.",
        DidYouMean.among(remote, known)
            .map(meant -> "Did you mean '" + meant + "'?")
            .orElse(
                known.isEmpty()
                    ? "Add one: git -C " + directory + " remote add " + remote + " URL"
                    : "Correct `remote` of this connection; there are: "
                        + String.join(", ", known)
                        + "."));
  }

  /** The commit that a ref points to; empty where there is no such ref. */
  public Optional<String> tip(String ref) {
    var answer = run(List.of("rev-parse", "--verify", "--quiet", ref + "^{commit}"));
    if (answer.exit() == 1 && answer.cut().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(orThrow("reading " + ref, answer).strip());
  }

  /** The commits whose ids begin so; at least four digits, all of them for one only. */
  public List<String> commits(String beginning) {
    var objects =
        must("looking for the commit " + beginning, "rev-parse", "--disambiguate=" + beginning);
    var types = run(List.of("cat-file", "--batch-check=%(objectname) %(objecttype)"), objects);
    return lines(orThrow("looking for the commit " + beginning, types)).stream()
        .filter(line -> line.endsWith(" commit"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  /** Whether this very commit is here. */
  public boolean has(String commit) {
    return commits(commit).contains(commit);
  }

  /** Whether one commit is the other or is among those that led to it; both are here. */
  public boolean leadsTo(String commit, String later) {
    var answer = run(List.of("merge-base", "--is-ancestor", commit, later));
    if (answer.cut().isEmpty() && answer.exit() == 1) {
      return false;
    }
    orThrow("comparing " + commit + " with " + later, answer);
    return true;
  }

  /** The first commit of a line of history: the one without parents, by first parents alone. */
  Optional<String> root(String commit) {
    return lines(
            must(
                "looking for the first commit",
                "rev-list",
                "--first-parent",
                "--max-parents=0",
                commit))
        .stream()
        .findFirst();
  }

  /** Where git keeps something of the clone: {@code objects}, {@code hooks}. */
  public Path path(String name) {
    return Path.of(
        must("looking for its " + name, "rev-parse", "--path-format=absolute", "--git-path", name)
            .strip());
  }

  /** The same of hooks, of which only the user's own settings are to be believed. */
  public Path hooks() {
    place();
    var found =
        git.run(
            new Call(
                place().top(),
                List.of("rev-parse", "--path-format=absolute", "--git-path", "hooks"),
                OFFLINE,
                "",
                PATIENCE));
    return Path.of(orThrow("looking for its hooks", found).strip());
  }

  /**
   * Changes the clone: refs and objects, never its work tree, index or HEAD.
   *
   * @param arguments a command that reaches nothing but folders of this machine
   */
  public Answer write(List<String> arguments) {
    place();
    return git.run(
        new Call(directory, arguments, Map.of("GIT_ALLOW_PROTOCOL", "file"), "", PATIENCE));
  }

  /** The work tree in which a branch is checked out. */
  public Optional<String> checkedOut(String ref) {
    var where = "";
    for (var line : lines(must("listing its work trees", "worktree", "list", "--porcelain"))) {
      if (line.startsWith("worktree ")) {
        where = line.substring("worktree ".length());
      } else if (line.equals("branch " + ref)) {
        return Optional.of(where);
      }
    }
    return Optional.empty();
  }

  /** Why git would not know who commits here; empty where it knows. */
  public Optional<String> namelessness() {
    var answers =
        List.of(
            run(List.of("var", "GIT_COMMITTER_IDENT")), run(List.of("var", "GIT_AUTHOR_IDENT")));
    return answers.stream().filter(a -> !a.ok()).findFirst().map(a -> Words.of(a.err()).all());
  }

  /** The work tree and the index; empty for a bare repository, which has none. */
  public Optional<WorkTree> workTree() {
    var here = place();
    if (here.bare()) {
      return Optional.empty();
    }
    var status =
        must(
            "comparing the work tree",
            "status",
            "--porcelain=v2",
            "--branch",
            "-z",
            "--no-renames",
            "--untracked-files=normal");
    return Optional.of(WorkTree.parse(status, Operation.in(here.gitDirectory())));
  }

  /** Reads something else, by a git command that only reads. */
  public String read(String doing, String... arguments) {
    return must(doing, arguments);
  }

  private String must(String doing, String... arguments) {
    return orThrow(doing, run(List.of(arguments)));
  }

  private Answer run(List<String> arguments) {
    return run(arguments, "");
  }

  /** Nothing is asked of a program that is too old. */
  private Answer run(List<String> arguments, String input) {
    place();
    return start(arguments, input);
  }

  private Answer start(List<String> arguments, String input) {
    var argv = new ArrayList<>(QUIET);
    argv.addAll(arguments);
    return git.run(new Call(directory, argv, OFFLINE, input, PATIENCE));
  }

  private String orThrow(String doing, Answer answer) {
    if (!answer.ok()) {
      throw errors.reading(doing, answer);
    }
    return answer.out();
  }

  private static List<String> lines(String text) {
    return text.lines().filter(line -> !line.isEmpty()).toList();
  }
}
