package dev.rollback.adapter.git.repository;

import dev.rollback.action.Fact;
import dev.rollback.action.Pin;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Refuses a clone and a remote that are not those which the configuration pins. */
public final class Identity {
  private static final String COMMIT = "commit";
  private static final String REMOTE = "remote";

  /** By what a repository can be told from others. */
  public static final List<Fact> FACTS =
      List.of(
          new Fact(
              COMMIT,
              "[0-9a-f]{40}|[0-9a-f]{64}",
              true,
              "The full id of a commit that the branch must descend from, best its very first"
                  + " one."),
          new Fact(
              REMOTE,
              ".+",
              true,
              "Where it is pushed to, as HOST/PATH, the same for ssh and https; this tells a fork"
                  + " from its origin."));

  private final GitSettings settings;
  private final Checkout checkout;
  private final Remote remote;
  private final Benches benches;
  private final String fetchCommand;
  private final Pin pin;
  private final AtomicBoolean clone = new AtomicBoolean();
  private final AtomicBoolean there = new AtomicBoolean();

  /**
   * Asks nothing yet.
   *
   * @param fetchCommand what is to be typed to bring the clone up to date, for advice
   */
  public Identity(
      GitSettings settings,
      Checkout checkout,
      Remote remote,
      Benches benches,
      String fetchCommand,
      Pin pin) {
    this.benches = benches;
    this.pin = pin;
    this.settings = settings;
    this.checkout = checkout;
    this.remote = remote;
    this.fetchCommand = fetchCommand;
  }

  /**
   * The clone holds the commit; asked once.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it does not
   */
  public void proveClone() {
    if (wanted(COMMIT).isEmpty() || clone.get()) {
      return;
    }
    var wanted = wanted(COMMIT).get();
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

  private Optional<String> wanted(String fact) {
    return Optional.ofNullable(pin.wanted().get(fact));
  }

  private void proveAddress() {
    var wanted = wanted(REMOTE);
    if (wanted.isPresent() && !wanted.get().equals(address())) {
      throw another(remote.address(), "it is " + address() + ", and not " + wanted.get());
    }
  }

  private String address() {
    return remote.pushedTo().stream().map(Urls::place).collect(Collectors.joining(" and "));
  }

  /**
   * One of {@link #FACTS}. Where a commit is pinned, it is that one, once it is proved that the
   * branch descends from it.
   */
  public Optional<String> fact(String name) {
    return switch (name) {
      case REMOTE -> Optional.of(address());
      case COMMIT -> {
        proveRemote();
        yield wanted(COMMIT).or(this::found);
      }
      default -> Optional.empty();
    };
  }

  /**
   * The branch on the remote descends from the commit; asked once.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it does not
   */
  public void proveRemote() {
    proveAddress();
    if (wanted(COMMIT).isPresent() && !there.get()) {
      prove(remote.tip(settings.branchRef()));
    }
  }

  /** The same, where it is known already what the branch points to. */
  public void prove(String tip) {
    proveAddress();
    if (wanted(COMMIT).isEmpty() || there.get()) {
      return;
    }
    proveClone();
    var wanted = wanted(COMMIT).get();
    if (!leadsTo(wanted, tip)) {
      throw checkout.shallow()
          ? SystemException.refused(
              "The clone in %s is shallow, so that it does not show whether %s descends from %s."
                  .formatted(checkout.directory(), settings.branch(), wanted),
              "Complete it: " + fetchCommand + " --unshallow")
          : another(remote.address(), settings.branch() + " does not descend from " + wanted);
    }
    there.set(true);
  }

  /** What the clone has not fetched is fetched elsewhere; the clone does not see it. */
  private boolean leadsTo(String commit, String tip) {
    if (checkout.has(tip)) {
      return checkout.leadsTo(commit, tip);
    }
    if (checkout.shallow()) {
      return false;
    }
    var bench = benches.forTrying();
    bench.need(tip, Scratch.READ, settings.branchRef(), remote);
    return bench.leadsTo(commit, tip);
  }

  private SystemException another(String what, String why) {
    return SystemException.refused(
        what + " is not the repository that is meant: " + why + ", its identity in rollback.yaml.",
        "Correct `directory`, `remote` or `identity` of this connection. Only if this is the right"
            + " one now: "
            + pin.command()
            + " --replace");
  }

  /**
   * The branch's first commit, the same for every clone and every URL; empty where the clone does
   * not reach back so far, or knows nothing of the branch.
   */
  public Optional<String> found() {
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
