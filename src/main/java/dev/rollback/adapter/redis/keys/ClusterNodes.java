package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.link.Endpoint;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one server of a cluster says of all (CLUSTER NODES).
 *
 * @param masters those that have slots
 * @param owners the number of the master that has the slot; -1 where none has
 * @param moving whether the server that was asked gives away slots or takes some
 */
@SuppressWarnings("ArrayRecordComponent") // a table of 16384 slots; never compared
record ClusterNodes(List<Endpoint> masters, short[] owners, boolean moving) {
  private static final Pattern MOVED = Pattern.compile("MOVED \\d+ (.*):(\\d+)");
  private static final Pattern ADDRESS = Pattern.compile("(.*):(\\d+)(@\\d+)?(,.*)?");

  static ClusterNodes ask(RedisLink link) {
    var answer = link.connection().async().clusterNodes();
    return read(link.await(answer, "asking for the parts of the cluster", false), link.endpoint());
  }

  /** A server as others call it. */
  record HostAndPort(String host, int port) {
    /** Where it is, as seen from the one that said so; a server need not know its own name. */
    Endpoint in(Endpoint asked) {
      return new Endpoint(
          asked.tls(), host.isEmpty() ? asked.host() : host, port, asked.database());
    }
  }

  /** Where a refused command belongs, when that is why it was refused. */
  static Optional<HostAndPort> movedTo(String refusal) {
    var match = MOVED.matcher(refusal);
    return match.matches()
        ? Optional.of(new HostAndPort(match.group(1), Integer.parseInt(match.group(2))))
        : Optional.empty();
  }

  /** {@code id address flags master ping pong epoch state slot slot-slot [slot->-id]}, by line. */
  static ClusterNodes read(String text, Endpoint asked) {
    var masters = new ArrayList<Endpoint>();
    var owners = new short[SlotHash.SLOT_COUNT];
    Arrays.fill(owners, (short) -1);
    var moving = false;
    for (var line : text.lines().toList()) {
      var words = List.of(line.strip().split(" +"));
      if (words.size() > 8 && words.get(2).contains("master") && !words.get(2).contains("noaddr")) {
        var slots = words.subList(8, words.size());
        moving |= slots.stream().anyMatch(s -> s.startsWith("["));
        own(owners, (short) masters.size(), slots);
        masters.add(address(words.get(1)).in(asked));
      }
    }
    return new ClusterNodes(masters, owners, moving);
  }

  private static HostAndPort address(String word) {
    var match = ADDRESS.matcher(word);
    if (!match.matches()) {
      throw SystemException.refused(
          "The cluster names a part of itself in a way that is not known: " + word + ".",
          "See what CLUSTER NODES says.");
    }
    return new HostAndPort(match.group(1), Integer.parseInt(match.group(2)));
  }

  private static void own(short[] owners, short master, List<String> slots) {
    for (var slot : slots) {
      if (!slot.startsWith("[")) {
        var ends = slot.split("-", 2);
        var last = Integer.parseInt(ends[ends.length - 1]);
        Arrays.fill(owners, Integer.parseInt(ends[0]), last + 1, master);
      }
    }
  }

  int masterOf(int slot) {
    return owners[slot];
  }

  /** How many slots have no master. */
  int nobodys() {
    var count = 0;
    for (var owner : owners) {
      count += owner < 0 ? 1 : 0;
    }
    return count;
  }
}
