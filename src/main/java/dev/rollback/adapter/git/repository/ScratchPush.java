package dev.rollback.adapter.git.repository;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pushes of a ref to a commit of the scratch repository, in which no hook of the user's runs. */
public final class ScratchPush {
  private static final List<String> BARE = List.of("-c", "core.hooksPath=/dev/null");
  private static final List<String> UNHOOKED = List.of("--no-verify", "--no-signed");
  private static final String ADVICE =
      "A hook or a rule of the server does not take refs under refs/rollback/; have it"
          + " allowed, or keep the lease in another system.";

  private final Remote remote;
  private final RefPush push;

  /** Pushes nothing yet. */
  public ScratchPush(Remote remote) {
    this.remote = remote;
    this.push = new RefPush(remote, Scratch.PUSH, this::git, ADVICE);
  }

  /** The first of the arguments is the command. */
  private Answer git(List<String> push) {
    return remote.run(
        Stream.of(BARE, push.subList(0, 1), UNHOOKED, push.subList(1, push.size()))
            .flatMap(List::stream)
            .toList());
  }

  /** Whether a push to this ref is taken, as far as can be told without pushing. */
  public Finding rehearse(String ref, String commit) {
    var several = several();
    if (several.isPresent()) {
      return several.get();
    }
    // With the plus: what stands there now is in nobody's way.
    var answer = push.push("--dry-run", ref, "+" + commit);
    if (answer.ok()) {
      return new Finding.Met();
    }
    var permission = GitErrors.permission(answer);
    var why = remote.errors(Scratch.PUSH).reading("rehearsing a push to " + ref, answer);
    if (permission.isEmpty()) {
      throw why;
    }
    return new Finding.Missing(why.problem(), permission.get().advice());
  }

  /** Several places cannot be changed as one. */
  private Optional<Finding.Missing> several() {
    var addresses = remote.pushedTo();
    return addresses.size() == 1
        ? Optional.empty()
        : Optional.of(
            new Finding.Missing(
                "The remote '%s' is pushed to %d addresses: %s. They cannot be changed as one."
                    .formatted(remote.name(), addresses.size(), String.join(", ", addresses)),
                "Name a remote with one push URL: git remote get-url --push --all "
                    + remote.name()));
  }

  /**
   * Makes a ref point to a commit if it still points to {@code expected}, or, where that is empty,
   * if there is no such ref.
   *
   * @return false when it points to something else
   */
  public boolean replace(String ref, Optional<String> expected, String commit) {
    refuseSeveral();
    return push.replace(ref, expected, Optional.of(commit));
  }

  /** Refuses a remote that is pushed to several places. */
  public void refuseSeveral() {
    several()
        .ifPresent(
            s -> {
              throw SystemException.refused(s.why(), s.remedy());
            });
  }
}
