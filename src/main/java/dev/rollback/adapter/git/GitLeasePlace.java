package dev.rollback.adapter.git;

import dev.rollback.action.Claim;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement;
import dev.rollback.adapter.git.GitReader.Placed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Leases as refs of their own on the remote, which no branch, tag or clone shows. */
final class GitLeasePlace implements LeasePlace<GitReader, GitWriter> {
  private final String remote;

  /** What was last seen of each target, so that a renewal reaches the server once, not twice. */
  private final Map<String, Placed> seen = new ConcurrentHashMap<>();

  /** On the remote of this name. */
  GitLeasePlace(String remote) {
    this.remote = remote;
  }

  @Override
  public String where(String target) {
    return LeaseRef.of(target) + " on the remote " + remote;
  }

  @Override
  public List<Requirement<GitReader>> requirements(String target) {
    var ref = LeaseRef.of(target);
    return List.of(
        Requirement.both("push " + ref + " to " + remote, reader -> reader.mayPush(ref)));
  }

  @Override
  public Optional<Claim> read(String target, GitReader system) {
    return look(target, system).map(Placed::claim);
  }

  private Optional<Placed> look(String target, GitReader system) {
    var now = system.lease(LeaseRef.of(target));
    now.ifPresentOrElse(placed -> seen.put(target, placed), () -> seen.remove(target));
    return now;
  }

  @Override
  public boolean replace(String target, Optional<Claim> before, Claim next, GitWriter system) {
    var expected = before.flatMap(claim -> placed(target, claim, system)).map(Placed::commit);
    if (before.isPresent() && expected.isEmpty()) {
      return false;
    }
    var commit = system.replaceLease(LeaseRef.of(target), expected, next);
    commit.ifPresent(id -> seen.put(target, new Placed(id, next)));
    return commit.isPresent();
  }

  /** Where this claim is written; empty when something else stands there by now. */
  private Optional<Placed> placed(String target, Claim claim, GitReader system) {
    return Optional.ofNullable(seen.get(target))
        .filter(known -> known.claim().equals(claim))
        .or(() -> look(target, system).filter(now -> now.claim().equals(claim)));
  }

  @Override
  public boolean remembers() {
    return true;
  }
}
