package dev.rollback.adapter.git;

import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import dev.rollback.adapter.git.repository.Benches;
import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.adapter.git.repository.GitSettings;
import dev.rollback.adapter.git.repository.Remote;
import dev.rollback.adapter.git.repository.Scratch;
import java.util.Optional;

/** The clients of one branch on one remote. */
final class GitConnection implements Connection<GitReader, GitWriter> {
  private static final int SHOWN_DIGITS = 12;

  private final GitSettings settings;
  private final Checkout checkout;
  private final Scratch scratch;
  private final Remote remote;
  private final Benches benches;
  private final SystemGit git;
  private final GitLeasePlace leases;
  private final Pin pin;

  GitConnection(
      GitSettings settings,
      Checkout checkout,
      Scratch scratch,
      Remote remote,
      Benches benches,
      Pin pin) {
    this.pin = pin;
    this.settings = settings;
    this.checkout = checkout;
    this.scratch = scratch;
    this.remote = remote;
    this.git = new SystemGit(settings, checkout, scratch, remote, benches, pin);
    this.benches = benches;
    this.leases = new GitLeasePlace(settings.remote());
  }

  @Override
  public String address() {
    return remote.address() + ", branch " + settings.branch();
  }

  @Override
  public GitReader reader() {
    return git;
  }

  @Override
  public GitWriter writer() {
    return git;
  }

  @Override
  public String ping() {
    var version = checkout.place().version().text();
    var tip = git.remoteTip();
    return "git %s, %s at %s%s"
        .formatted(
            version,
            settings.branch(),
            tip.substring(0, SHOWN_DIGITS),
            checkout.shallow() ? ", the clone is shallow" : "");
  }

  @Override
  public Optional<String> identity() {
    return git.identity();
  }

  @Override
  public Optional<String> fact(String name) {
    return git.fact(name);
  }

  @Override
  public Pin pin() {
    return pin;
  }

  @Override
  public Optional<LeasePlace<GitReader, GitWriter>> leasePlace() {
    return Optional.of(leases);
  }

  @Override
  public void close() {
    try (scratch) {
      benches.close();
    }
  }
}
