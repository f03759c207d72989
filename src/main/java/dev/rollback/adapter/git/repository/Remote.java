package dev.rollback.adapter.git.repository;

import dev.rollback.adapter.git.repository.GitProgram.Answer;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SystemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The remote's end, over the network, as it is asked. Every question that is not answered throws
 * {@link dev.rollback.diagnostic.SystemException}, with no effect.
 */
public final class Remote {
  /** A lease is renewed in this time or is in danger. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String HEADS = "refs/heads/";
  private static final String NONE_SUCH = "couldn't find remote ref";
  private static final int LISTED = 10;

  private final Checkout checkout;
  private final Scratch scratch;
  private final String name;
  private final Duration patience;
  private final AtomicLong reads = new AtomicLong();
  private @Nullable Addresses addresses;

  /**
   * Asks nothing yet.
   *
   * @param name of the remote in the clone
   */
  public Remote(Checkout checkout, Scratch scratch, String name) {
    this(checkout, scratch, name, PATIENCE);
  }

  /**
   * The same.
   *
   * @param patience how long each answer is waited for
   */
  public Remote(Checkout checkout, Scratch scratch, String name, Duration patience) {
    this.checkout = checkout;
    this.scratch = scratch;
    this.name = name;
    this.patience = patience;
  }

  /** Where it is, as it may be shown. */
  private record Addresses(String read, List<String> push) {}

  /**
   * A commit on the remote.
   *
   * @param content the commit as git keeps it
   */
  public record Stored(String id, String content) {}

  /** The address that it is read from; what is pushed to is named where it is another. */
  public String address() {
    var known = addresses();
    return known.push().equals(List.of(known.read()))
        ? known.read()
        : known.read() + ", pushed to " + String.join(" and ", known.push());
  }

  private synchronized Addresses addresses() {
    if (addresses == null) {
      addresses =
          new Addresses(
              Urls.shown(checkout.urls(name, false).getFirst()),
              checkout.urls(name, true).stream().map(Urls::shown).toList());
    }
    return addresses;
  }

  /** The commit that a branch points to; a branch that is not there is refused. */
  public String tip(String branchRef) {
    return id(Scratch.READ, branchRef).orElseThrow(() -> noBranch(branchRef));
  }

  private SystemException noBranch(String branchRef) {
    var wanted = branchRef.substring(HEADS.length());
    var there =
        list(Scratch.READ, "--heads").stream()
            .map(line -> line.replaceFirst("^\\S+\\s+" + HEADS, ""))
            .toList();
    return SystemException.refused(
        addresses().read() + " has no branch '" + wanted + "'.",
        DidYouMean.among(wanted, there)
            .map(meant -> "Did you mean '" + meant + "'?")
            .orElse(there.isEmpty() ? "It has no branch at all." : "It has: " + some(there) + "."));
  }

  private static String some(List<String> names) {
    var shown = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
    return names.size() <= LISTED ? shown : shown + " and " + (names.size() - LISTED) + " more";
  }

  /** What a ref points to, on one of the two; empty where there is no such ref. */
  public Optional<String> id(String remote, String ref) {
    return list(remote, ref).stream()
        .filter(line -> line.endsWith("\t" + ref))
        .map(line -> line.substring(0, line.indexOf('\t')))
        .findFirst();
  }

  private List<String> list(String remote, String what) {
    var arguments =
        what.startsWith("--")
            ? List.of("ls-remote", "--quiet", what, remote)
            : List.of("ls-remote", "--quiet", remote, what);
    var answer = run(arguments);
    if (!answer.ok()) {
      throw errors(remote).reading("asking for its refs", answer);
    }
    return answer.out().lines().toList();
  }

  /** The commit at a ref of the place that is pushed to; empty where there is no such ref. */
  public Optional<Stored> stored(String ref) {
    var copy = "refs/rollback/read/" + reads.incrementAndGet();
    var answer =
        run(
            List.of(
                "-c",
                "fetch.negotiationAlgorithm=noop",
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-auto-maintenance",
                Scratch.PUSH,
                "+" + ref + ":" + copy));
    if (answer.ok()) {
      return Optional.of(content(ref, copy));
    }
    if (answer.cut().isEmpty() && answer.err().contains(NONE_SUCH)) {
      return Optional.empty();
    }
    throw errors(Scratch.PUSH).reading("reading " + ref, answer);
  }

  private Stored content(String ref, String copy) {
    var said =
        scratch.local("reading " + ref, List.of("cat-file", "--batch"), copy + "^{commit}\n");
    scratch.local("forgetting " + copy, List.of("update-ref", "-d", copy), "");
    var head = said.lines().findFirst().orElse("").split(" ", 4);
    if (head.length != 3 || !head[1].equals("commit")) {
      throw SystemException.refused(
          "%s: %s does not point to a commit.".formatted(addresses().push().getFirst(), ref),
          "See who pushed it; then remove it: git push " + name + " :" + ref);
    }
    return new Stored(head[0], said.substring(said.indexOf('\n') + 1));
  }

  /** The addresses that it is pushed to, as they may be shown. */
  public List<String> pushedTo() {
    return addresses().push();
  }

  /** The remote's name in the clone. */
  public String name() {
    return name;
  }

  /** Runs git in the scratch repository, with the patience that the network gets. */
  Answer run(List<String> arguments) {
    return scratch.run(arguments, "", patience);
  }

  /** Says what went wrong at {@link Scratch#READ} or {@link Scratch#PUSH}. */
  GitErrors errors(String remote) {
    return new GitErrors(
        remote.equals(Scratch.PUSH) ? addresses().push().getFirst() : addresses().read());
  }
}
