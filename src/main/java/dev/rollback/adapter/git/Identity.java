package dev.rollback.adapter.git;

import dev.rollback.diagnostic.SystemException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Refuses a clone and a remote that do not hold the commit which the configuration names. */
final class Identity {
  private final GitSettings settings;
  private final Checkout checkout;
  private final Remote remote;
  private final String fetchCommand;
  private final AtomicBoolean clone = new AtomicBoolean();
  private final AtomicBoolean there = new AtomicBoolean();

  Identity(GitSettings settings, Checkout checkout, Remote remote, String fetchCommand) {
    this.settings = settings;
    this.checkout = checkout;
    this.remote = remote;
    this.fetchCommand = fetchCommand;
  }

  /** The clone holds the commit; asked once. */
  void proveClone() {
    if (settings.identity().isEmpty() || clone.get()) {
      return;
    }
    var wanted = settings.identity().get();
    if (!checkout.has(wanted)) {
      throw checkout.shallow()
          ? SystemException.refused(
              "The clone in %s is shallow, so that it does not show whether it is the one that is"
                      .formatted(checkout.directory())
                  + " meant: commit "
                  + wanted
                  + " is not there.",
              "Complete it: " + fetchCommand + " --unshallow")
          : another(
              "The repository in " + checkout.directory(), "it does not have commit " + wanted);
    }
    clone.set(true);
  }

  /** The branch on the remote descends from the commit; asked once. */
  void proveRemote() {
    if (settings.identity().isPresent() && !there.get()) {
      prove(remote.tip(settings.branchRef()));
    }
  }

  /** The same, where it is known already what the branch points to. */
  void prove(String tip) {
    if (settings.identity().isEmpty() || there.get()) {
      return;
    }
    proveClone();
    if (!checkout.has(tip)) {
      throw SystemException.refused(
          "It cannot be told whether %s is the repository that is meant: the clone in %s does not"
                  .formatted(remote.address(), checkout.directory())
              + " have the newest commit of "
              + settings.branch()
              + ", "
              + tip
              + ".",
          "Bring the clone up to date: " + fetchCommand);
    }
    var wanted = settings.identity().get();
    if (!checkout.leadsTo(wanted, tip)) {
      throw checkout.shallow()
          ? SystemException.refused(
              "The clone in %s is shallow, so that it does not show whether %s descends from %s."
                  .formatted(checkout.directory(), settings.branch(), wanted),
              "Complete it: " + fetchCommand + " --unshallow")
          : another(remote.address(), settings.branch() + " does not descend from " + wanted);
    }
    there.set(true);
  }

  private static SystemException another(String what, String why) {
    return SystemException.refused(
        what + " is not the repository that is meant: " + why + ", its identity in rollback.yaml.",
        "Correct `directory`, `remote` or `identity` of this connection.");
  }

  /**
   * The branch's first commit, the same for every clone and every URL; empty where the clone does
   * not reach back so far, or knows nothing of the branch.
   */
  Optional<String> found() {
    if (checkout.shallow()) {
      return Optional.empty();
    }
    var tip = remote.tip(settings.branchRef());
    return Optional.of(tip)
        .filter(checkout::has)
        .or(() -> checkout.tip("refs/remotes/" + settings.remote() + "/" + settings.branch()))
        .flatMap(checkout::root);
  }
}
