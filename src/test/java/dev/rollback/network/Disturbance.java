package dev.rollback.network;

import dev.rollback.crash.Wire;
import dev.rollback.faults.Fate;
import dev.rollback.faults.Faults;
import dev.rollback.faults.Reply;
import dev.rollback.faults.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One fault of the network: at one request only, or from that request on until it is over. */
final class Disturbance implements Faults {
  /** Slow, and in time for everybody. */
  private static final Duration SLOWLY = Duration.ofMillis(300);

  private final Kind kind;
  private final Point point;
  private final boolean lasting;
  private final Duration patience;
  private final CompletableFuture<Request> struck = new CompletableFuture<>();
  private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Fate> over = new CompletableFuture<>();

  /**
   * A request that is meant: the k-th write, or the n-th of all.
   *
   * @param write counted from 1; 0: any
   * @param number counted from 1; 0: any
   */
  record Point(int write, int number, String what) {
    private static final int LONGEST = 100;

    /** A request of an undisturbed command. */
    static Point of(Request request, boolean asWrite) {
      var what = Wire.named(request);
      return new Point(
          asWrite ? request.write() : 0,
          request.number(),
          what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what);
    }

    boolean is(Request request) {
      return write > 0 ? request.write() == write : request.number() == number;
    }

    @Override
    public String toString() {
      return (write > 0 ? "write " + write : "request " + number) + " (" + what + ")";
    }
  }

  /**
   * Describes it.
   *
   * @param patience how long the client waits for an answer
   */
  Disturbance(Kind kind, Point point, boolean lasting, Duration patience) {
    this.kind = kind;
    this.point = point;
    this.lasting = lasting;
    this.patience = patience;
  }

  /** Whether it has struck. */
  boolean hasStruck() {
    return struck.isDone();
  }

  /** The first request that it has struck. */
  Optional<Request> struck() {
    return Optional.ofNullable(struck.getNow(null));
  }

  /** The network is well again, and what was held goes on. */
  void end() {
    over.complete(Fate.PASS);
  }

  @Override
  public boolean accepts(int connection) {
    return !(kind == Kind.CUT_BEFORE && lasting && hasStruck()) || over.isDone();
  }

  @Override
  public Fate request(Request request) {
    var strikes = point.is(request) && struck.complete(request);
    if (over.isDone() || !(strikes || (lasting && hasStruck()))) {
      return Fate.PASS;
    }
    return switch (kind) {
      case SLOW -> Fate.delay(SLOWLY);
      case LATE -> Fate.delay(patience.multipliedBy(16).dividedBy(10));
      case AFTERWARDS -> over.join();
      case LOST -> Fate.DROP;
      case HALF_OPEN -> Fate.HALF_OPEN;
      case UNANSWERED -> {
        unanswered.add(request.number());
        yield Fate.PASS;
      }
      case CUT_BEFORE -> Fate.CUT;
      case CUT_AFTER -> Fate.CUT_AFTER;
      case CUT_INSIDE -> Fate.CUT_INSIDE;
      case STALL_INSIDE -> Fate.STALL_INSIDE;
    };
  }

  @Override
  public Fate reply(Reply reply) {
    return unanswered.contains(reply.to().number()) ? Fate.HALF_OPEN : Fate.PASS;
  }
}
