package dev.rollback.adapter.git;

import dev.rollback.action.Claim;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.WorkTree;
import dev.rollback.adapter.git.revert.RevertRequest;
import dev.rollback.adapter.git.revert.RevertState;
import dev.rollback.adapter.git.worktree.LinkedRequest;
import dev.rollback.adapter.git.worktree.LinkedState;
import java.util.List;
import java.util.Optional;

/**
 * A branch on a remote and a clone of it, read only: nothing in the clone is changed by reading,
 * not even its index or FETCH_HEAD. Every method throws {@link
 * dev.rollback.diagnostic.SystemException} saying where git was asked and what it objected.
 */
public interface GitReader {

  /** The version of the git program. */
  String version();

  /** The commit that the branch on the remote points to now. */
  String remoteTip();

  /** The commit that the clone's own branch of this name points to; empty where it has none. */
  Optional<String> localTip();

  /** How the work tree differs from its commit; empty for a bare repository. */
  Optional<WorkTree> workTree();

  /**
   * The commits in the clone whose ids begin so.
   *
   * @param beginning at least four digits
   */
  List<String> commits(String beginning);

  /** Whether {@code commit} is {@code later} or led to it; both are in the clone. */
  boolean leadsTo(String commit, String later);

  /** Whether older commits are missing in the clone by intent. */
  boolean shallow();

  /** The folder of the clone and what is to be typed there to bring it up to date. */
  String fetchCommand();

  /** What stands at a ref for leases on the remote. */
  Optional<Placed> lease(String ref);

  /**
   * Whether the remote takes a push to a ref, by {@code git push --dry-run}: it is reached and lets
   * this user in to push. What its hooks and its rules for single refs say is not known before.
   */
  Finding mayPush(String ref);

  /** Why git would not know who commits; empty where it knows. */
  Optional<String> namelessness();

  /** A folder in which the clone keeps branches or objects and this user may not write. */
  Optional<String> unwritable();

  /**
   * What a step has taken back on its branch, and what would come of taking back the rest. It is
   * tried in a repository of ours.
   */
  Observed<RevertState> reverts(RevertRequest request);

  /**
   * The files that a branch on the remote has otherwise than a commit, or only one of them has; in
   * order. Empty where there is no such branch.
   *
   * @param commit a full id, of a commit that the clone has or that led to the branch
   */
  Optional<List<String>> differing(String commit, String branch);

  /** What stands in a folder that is to be a work tree of the clone. */
  Observed<LinkedState> linked(LinkedRequest request);

  /** Whether there is a folder in which a work tree can be made. */
  Finding roomFor(LinkedRequest request);

  /** Whether the submodules that a commit records can be reached. */
  Finding submodulesOf(String commit);

  /** A claim and the commit that it is written in. */
  record Placed(String commit, Claim claim) {}
}
