package dev.rollback.network;

import dev.rollback.crash.Rehearsal;
import dev.rollback.crash.Wire;
import dev.rollback.faults.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which trials are made: every write, and reads that are spread over the whole command. */
final class Selection {
  private Selection() {}

  /**
   * Every trial of an errand.
   *
   * @param wires the lines that can fail
   * @param reads how many reads of each line are disturbed after the preview; half as many before
   */
  static List<Trial> of(
      Drill drill, Trial.Errand errand, Rehearsal rehearsal, List<Wire> wires, int reads) {
    var act = errand == Trial.Errand.UNDO ? rehearsal.undo() : rehearsal.run();
    var trials = new ArrayList<Trial>();
    for (var wire : wires) {
      var traffic = act.traffic().getOrDefault(wire.system(), Rehearsal.Traffic.NONE);
      for (var point : points(wire, traffic, reads)) {
        for (var kind : Kind.values()) {
          trials.add(new Trial(drill, errand, wire.system(), kind, false, point));
          if (kind.canLast()) {
            trials.add(new Trial(drill, errand, wire.system(), kind, true, point));
          }
        }
      }
    }
    return trials;
  }

  /** Every write; of the reads for the preview a few, and of those that follow it more. */
  private static List<Disturbance.Point> points(Wire wire, Rehearsal.Traffic traffic, int reads) {
    Predicate<Request> writes = r -> wire.moved() && r.writes();
    var chosen = new ArrayList<>(traffic.requests().stream().filter(writes).toList());
    var others = traffic.requests().stream().filter(writes.negate()).toList();
    var early = others.stream().filter(r -> r.number() <= traffic.early()).toList();
    chosen.addAll(spread(early, (reads + 1) / 2));
    chosen.addAll(spread(others.subList(early.size(), others.size()), reads));
    return chosen.stream().map(r -> Disturbance.Point.of(r, writes.test(r))).toList();
  }

  /** So many at equal distances. */
  private static List<Request> spread(List<Request> requests, int count) {
    return IntStream.range(0, Math.min(count, requests.size()))
        .mapToObj(i -> requests.get(i * requests.size() / Math.min(count, requests.size())))
        .toList();
  }

  /**
   * One of so many: by turns of each line, and of each line by turns of each way to fail. Which
   * points these are, and which way is the first, is another in each group, and always the same.
   */
  static List<Trial> eachNth(List<Trial> trials, int n) {
    if (n == 1) {
      return trials;
    }
    var lines = grouped(trials, Trial::line).values().stream().map(Selection::byManners).toList();
    return byTurns(lines).stream().limit((trials.size() + n - 1) / n).toList();
  }

  private static List<Trial> byManners(List<Trial> ofLine) {
    var random = new Random(ofLine.getFirst().toString().hashCode());
    var manners = new ArrayList<>(grouped(ofLine, Trial::manner).values());
    manners.forEach(same -> Collections.shuffle(same, random));
    Collections.shuffle(manners, random);
    return byTurns(manners);
  }

  private static Map<String, List<Trial>> grouped(List<Trial> trials, Function<Trial, String> by) {
    var groups = new TreeMap<String, List<Trial>>();
    trials.forEach(t -> groups.computeIfAbsent(by.apply(t), _ -> new ArrayList<>()).add(t));
    return groups;
  }

  /** The first of each, the second of each, and so on. */
  private static List<Trial> byTurns(Collection<List<Trial>> groups) {
    var queues = new ArrayDeque<Queue<Trial>>();
    groups.forEach(group -> queues.add(new ArrayDeque<>(group)));
    var all = new ArrayList<Trial>();
    while (!queues.isEmpty()) {
      var next = queues.remove();
      all.add(next.remove());
      if (!next.isEmpty()) {
        queues.add(next);
      }
    }
    return all;
  }
}
