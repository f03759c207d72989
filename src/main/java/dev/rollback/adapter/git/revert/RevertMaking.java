package dev.rollback.adapter.git.revert;

import dev.rollback.adapter.git.repository.Bench;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitErrors;
import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.List;

/** Makes the commits, as git revert does: with the user's name, signature and hooks. */
record RevertMaking(RevertRequest request, Checkout checkout, Bench bench) {

  /** Reverts these in their order on top of a commit; what changes nothing makes no commit. */
  String make(String tip, List<String> ids) {
    bench.goTo(tip);
    var tree = bench.tree(tip);
    var entries = Named.byId(ids, bench);
    for (var id : ids) {
      var entry = entries.get(id);
      if (entry == null) {
        throw SystemException.refused(
            "There is no commit " + id + " any more.", "Plan again and look at the new preview.");
      }
      var conflict = RevertTrial.revert(entry, request.mainline(), bench);
      if (conflict.isPresent()) {
        throw SystemException.refused(
            "%s cannot be taken back, there are conflicts: %s."
                .formatted(entry.label(), String.join(", ", conflict.get().files().keySet())),
            "Plan again and look at the new preview.");
      }
      var after = bench.local("reverting " + id, "write-tree").strip();
      if (!after.equals(tree)) {
        commit(entry);
      }
      tree = after;
    }
    return bench.local("reading what was made", "rev-parse", "HEAD").strip();
  }

  private void commit(LogEntry entry) {
    var arguments =
        new ArrayList<>(
            List.of(
                "commit",
                "--quiet",
                // As git revert: what is reverted was checked when it was made.
                "--no-verify",
                "-F",
                bench.gitDirectory().resolve("MERGE_MSG").toString(),
                "--trailer",
                OwnCommits.trailer(request.plan(), request.step())));
    var answer = bench.runHooked(arguments);
    if (!answer.ok()) {
      // What was begun is in a repository of ours, and nowhere else.
      throw new GitErrors(checkout.directory().toString())
          .reading("committing the revert of " + entry.label(), answer);
    }
  }
}
