package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import dev.rollback.adapter.git.repository.RefPush;
import dev.rollback.adapter.git.repository.Remote;
import dev.rollback.adapter.git.repository.Scratch;
import java.util.Optional;

/** Branches on the remote, as they are pushed to: with the user's pre-push hook, by lease. */
record RemoteBranches(Remote remote) implements BranchPlace {
  private static final String ADVICE =
      "The branch is protected, or a hook does not take it. Leave `onto` out or name another"
          + " `branch`, so that the reverts go to a branch of their own, and open a pull request.";

  @Override
  public String where() {
    return remote.name() + " (" + String.join(", ", remote.pushedTo()) + ")";
  }

  @Override
  public Optional<String> tip(String ref) {
    return remote.id(Scratch.PUSH, ref);
  }

  @Override
  public void bring(String tip, String ref, Bench bench) {
    bench.need(tip, Scratch.PUSH, ref, remote);
  }

  @Override
  public boolean move(
      String ref, String base, Optional<String> expected, Optional<String> commit, Bench bench) {
    return new RefPush(remote, remote.name(), bench::runHooked, ADVICE)
        .replace(ref, expected, commit);
  }
}
