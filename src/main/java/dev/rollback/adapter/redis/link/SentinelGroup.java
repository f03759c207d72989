package dev.rollback.adapter.redis.link;

import dev.rollback.diagnostic.UserException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A master and its replicas as sentinels know them.
 *
 * @param nodes the sentinels
 * @param master the name they have for it
 */
record SentinelGroup(boolean tls, List<Node> nodes, String master, int database)
    implements Address {
  private static final Pattern NODE =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):([1-9]\\d{0,4})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final String FORM =
      "Write sentinel: {nodes: [\"HOST:PORT\"], master: NAME, database: 0}.";

  /** One sentinel. */
  record Node(String host, int port) {
    String label() {
      return host + ":" + port;
    }
  }

  static SentinelGroup parse(RedisSettings.Sentinel settings, boolean tls) {
    if (settings.nodes().isEmpty()) {
      throw new UserException("`sentinel` names no nodes.", FORM);
    }
    if (!NAME.matcher(settings.master()).matches()) {
      throw new UserException(
          "'" + settings.master() + "' is no name of a master that a sentinel can have.", FORM);
    }
    if (settings.database() < 0) {
      throw new UserException("`sentinel` has a database below 0.", FORM);
    }
    var nodes = settings.nodes().stream().map(SentinelGroup::node).toList();
    return new SentinelGroup(tls, nodes, settings.master(), settings.database());
  }

  private static Node node(String text) {
    var match = NODE.matcher(text);
    if (!match.matches() || Integer.parseInt(match.group(2)) > 65_535) {
      throw new UserException("'" + text + "' is no HOST:PORT of a sentinel.", FORM);
    }
    return new Node(match.group(1), Integer.parseInt(match.group(2)));
  }

  @Override
  public String label() {
    return nodes.stream()
        .map(Node::label)
        .collect(
            Collectors.joining(
                ",",
                tls ? "rediss-sentinel://" : "redis-sentinel://",
                "/" + database + "#" + master));
  }
}
