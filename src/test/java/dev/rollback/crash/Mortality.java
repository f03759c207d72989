package dev.rollback.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The life of one process: it lists the points that the process passes, and ends or stops it at one
 * of them. Once dead, a process passes nothing more. Thread-safe.
 *
 * <p>A point is named by what happens there and, from the second time on, by how often it has: so
 * it is the same one in every run, whatever parallel steps do meanwhile.
 */
public final class Mortality {
  private final ToIntFunction<List<String>> fate;
  private final Manner manner;
  private final Map<String, Integer> times = new HashMap<>();
  private final List<String> passed = new ArrayList<>();
  private Runnable atTheEnd = () -> {};
  private boolean reached;
  private boolean dead;

  /** What happens at the point. */
  public enum Manner {
    /** The process dies: SIGKILL, the power, the kernel. */
    DEATH,
    /** Somebody presses Ctrl-C. */
    STOP
  }

  private Mortality(ToIntFunction<List<String>> fate, Manner manner) {
    this.fate = fate;
    this.manner = manner;
  }

  /** Nothing happens to it. */
  public static Mortality none() {
    return new Mortality(_ -> -1, Manner.DEATH);
  }

  /** It ends at the point of this name. */
  public static Mortality at(String point, Manner manner) {
    return new Mortality(passed -> passed.getLast().equals(point) ? passed.size() : -1, manner);
  }

  /** It dies at the n-th point that it passes, counted from 1. */
  public static Mortality atPoint(int n) {
    return new Mortality(_ -> n, Manner.DEATH);
  }

  /** What the surroundings do when it ends: connections are reset, or a signal is sent. */
  public synchronized void whenReached(Runnable then) {
    atTheEnd = then;
  }

  /** Comes to a point; false where the process is dead now. */
  public boolean survives(String what) {
    Runnable then;
    synchronized (this) {
      if (dead) {
        return false;
      }
      var time = times.merge(what, 1, Integer::sum);
      passed.add(time == 1 ? what : what + " (" + time + ")");
      if (reached || fate.applyAsInt(passed) != passed.size()) {
        return true;
      }
      reached = true;
      dead = manner == Manner.DEATH;
      then = atTheEnd;
    }
    then.run();
    return manner == Manner.STOP;
  }

  /**
   * Comes to a point.
   *
   * @throws Death where the process is dead now
   */
  public void pass(String what) {
    if (!survives(what)) {
      throw death();
    }
  }

  /**
   * Ends a thread of a dead process.
   *
   * @throws Death where it is dead
   */
  public void mustLive() {
    if (isDead()) {
      throw death();
    }
  }

  private synchronized Death death() {
    return new Death(passed.isEmpty() ? "its birth" : passed.getLast());
  }

  /** Whether nothing of it runs any more. */
  public synchronized boolean isDead() {
    return dead;
  }

  /** Whether it came to the point that was meant. */
  public synchronized boolean isReached() {
    return reached;
  }

  /** What happens at the point. */
  public Manner manner() {
    return manner;
  }

  /** The points, in order. */
  public synchronized List<String> passed() {
    return List.copyOf(passed);
  }
}
