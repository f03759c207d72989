package dev.rollback.adapter.git;

import dev.rollback.action.Claim;
import dev.rollback.action.Observed;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.git.repository.Benches;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.adapter.git.repository.Identity;
import dev.rollback.adapter.git.repository.Remote;
import dev.rollback.adapter.git.repository.Scratch;
import dev.rollback.adapter.git.repository.ScratchPush;
import dev.rollback.adapter.git.repository.WorkTree;
import dev.rollback.adapter.git.revert.RevertRequest;
import dev.rollback.adapter.git.revert.RevertState;
import dev.rollback.adapter.git.revert.Reverts;
import dev.rollback.adapter.git.worktree.LinkedRequest;
import dev.rollback.adapter.git.worktree.LinkedState;
import dev.rollback.adapter.git.worktree.LinkedTrees;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One clone and one remote, by the git program. */
final class SystemGit implements GitWriter {
  private final GitSettings settings;
  private final Checkout checkout;
  private final Scratch scratch;
  private final Remote remote;
  private final ScratchPush push;
  private final Identity identity;
  private final Reverts reverts;
  private final LinkedTrees trees;

  SystemGit(
      GitSettings settings,
      Checkout checkout,
      Scratch scratch,
      Remote remote,
      Benches benches,
      Pin pin) {
    this.settings = settings;
    this.checkout = checkout;
    this.scratch = scratch;
    this.remote = remote;
    this.push = new ScratchPush(remote);
    this.identity = new Identity(settings, checkout, remote, benches, fetchCommand(), pin);
    this.trees = new LinkedTrees(benches.program(), checkout);
    this.reverts = new Reverts(settings, checkout, remote, identity, benches);
  }

  /** What tells the branch's repository from others. */
  Optional<String> identity() {
    return identity.found();
  }

  /** One of {@link Identity#FACTS}. */
  Optional<String> fact(String name) {
    return identity.fact(name);
  }

  @Override
  public String version() {
    return checkout.place().version().text();
  }

  @Override
  public String remoteTip() {
    var tip = remote.tip(settings.branchRef());
    identity.prove(tip);
    return tip;
  }

  @Override
  public Optional<String> localTip() {
    identity.proveClone();
    return checkout.tip(settings.branchRef());
  }

  @Override
  public Optional<WorkTree> workTree() {
    identity.proveClone();
    return checkout.workTree();
  }

  @Override
  public List<String> commits(String beginning) {
    identity.proveClone();
    return checkout.commits(beginning);
  }

  @Override
  public boolean leadsTo(String commit, String later) {
    return checkout.leadsTo(commit, later);
  }

  @Override
  public boolean shallow() {
    return checkout.shallow();
  }

  @Override
  public String fetchCommand() {
    return "git -C " + checkout.directory() + " fetch " + settings.remote();
  }

  @Override
  public Optional<Placed> lease(String ref) {
    identity.proveRemote();
    return remote.stored(ref).map(stored -> new Placed(stored.id(), claim(ref, stored)));
  }

  private Claim claim(String ref, Remote.Stored stored) {
    try {
      return ClaimNote.read(stored.content());
    } catch (IllegalArgumentException e) {
      throw SystemException.refused(
          "%s on %s (commit %s) is no lease that this version reads: %s."
              .formatted(ref, remote.address(), stored.id(), e.getMessage()),
          "See who pushed it; then remove it: git push %s :%s".formatted(settings.remote(), ref),
          e);
    }
  }

  @Override
  public Finding mayPush(String ref) {
    identity.proveRemote();
    return push.rehearse(ref, keep(SPECIMEN));
  }

  @Override
  public Optional<String> replaceLease(String ref, Optional<String> expected, Claim next) {
    identity.proveRemote();
    var commit = keep(next);
    return push.replace(ref, expected, commit) ? Optional.of(commit) : Optional.empty();
  }

  @Override
  public Optional<String> namelessness() {
    return checkout.namelessness();
  }

  @Override
  public Optional<String> unwritable() {
    return Stream.of("refs/heads", "objects")
        .map(checkout::path)
        .filter(folder -> !Files.isWritable(folder))
        .map(Path::toString)
        .findFirst();
  }

  @Override
  public Observed<RevertState> reverts(RevertRequest request) {
    prove(request);
    return reverts.look(request);
  }

  @Override
  public void revert(RevertRequest request, Observed<RevertState> from, RevertState to) {
    prove(request);
    if (!(request.landing() instanceof RevertRequest.Landing.InClone)) {
      push.refuseSeveral();
    }
    reverts.move(request, from, to);
  }

  @Override
  public Optional<List<String>> differing(String commit, String branch) {
    identity.proveRemote();
    return reverts.differing(commit, "refs/heads/" + branch);
  }

  /** A branch of the clone can be removed while the remote is away. */
  private void prove(RevertRequest request) {
    if (request.landing() instanceof RevertRequest.Landing.InClone) {
      identity.proveClone();
    } else {
      identity.proveRemote();
    }
  }

  @Override
  public Observed<LinkedState> linked(LinkedRequest request) {
    identity.proveClone();
    return trees.look(request, fetchCommand());
  }

  @Override
  public Finding roomFor(LinkedRequest request) {
    return trees.roomFor(request);
  }

  @Override
  public Finding submodulesOf(String commit) {
    identity.proveClone();
    return trees.submodulesOf(commit);
  }

  @Override
  public void link(LinkedRequest request, Observed<LinkedState> from, LinkedState to) {
    identity.proveClone();
    trees.move(request, from.state(), to, fetchCommand());
  }

  /** What a push is rehearsed with; it is never sent. */
  private static final Claim SPECIMEN =
      new Claim(
          "nobody",
          "nowhere",
          0,
          "rehearsal",
          0,
          Instant.EPOCH,
          Instant.EPOCH,
          Duration.ZERO,
          Optional.of(Instant.EPOCH));

  /** Puts a claim into the scratch repository as a commit. */
  private String keep(Claim claim) {
    var tree = hash("tree", "");
    return hash("commit", ClaimNote.commit(claim, tree));
  }

  private String hash(String type, String content) {
    return scratch
        .local("keeping a " + type, List.of("hash-object", "-t", type, "-w", "--stdin"), content)
        .strip();
  }
}
