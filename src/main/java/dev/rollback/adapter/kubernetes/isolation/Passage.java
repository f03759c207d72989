package dev.rollback.adapter.kubernetes.isolation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Traffic that an isolated pod may still have. */
@Doc(
    "Traffic that is still allowed: {from: CIDR, tcp: [8080]} or {to: CIDR, tcp: [443], udp:"
        + " [53]}.")
public sealed interface Passage {
  /** What comes in. */
  @Doc("What may come in: at these ports of the pods, or at all where none are given.")
  record From(
      @Doc("From which addresses: 10.1.2.3/32.") String from,
      @Doc("TCP ports.") List<Integer> tcp,
      @Doc("UDP ports.") List<Integer> udp)
      implements Passage {
    /** Refuses what the API server would refuse. */
    public From {
      check(from, tcp, udp);
    }
  }

  /** What goes out. */
  @Doc("What may go out: to these ports, or to all where none are given.")
  record To(
      @Doc("To which addresses: 10.1.2.3/32.") String to,
      @Doc("TCP ports.") List<Integer> tcp,
      @Doc("UDP ports.") List<Integer> udp)
      implements Passage {
    /** Refuses what the API server would refuse. */
    public To {
      check(to, tcp, udp);
    }
  }

  /** Four numbers or groups of hex digits, and how many bits of them count. */
  Pattern CIDR =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*/\\d{1,3}");

  /** The highest port. */
  int HIGHEST = 65_535;

  private static void check(String cidr, List<Integer> tcp, List<Integer> udp) {
    if (!CIDR.matcher(cidr).matches()) {
      throw new IllegalArgumentException(
          "'" + cidr + "' is no range of addresses; one is written like 10.1.2.3/32");
    }
    Stream.concat(tcp.stream(), udp.stream())
        .filter(port -> port < 1 || port > HIGHEST)
        .findFirst()
        .ifPresent(
            port -> {
              throw new IllegalArgumentException(port + " is no port: 1 to " + HIGHEST);
            });
  }

  /** The rule of a network policy that allows it, as the API server keeps it. */
  default ObjectNode rule() {
    return switch (this) {
      case From(var cidr, var tcp, var udp) -> rule("from", cidr, tcp, udp);
      case To(var cidr, var tcp, var udp) -> rule("to", cidr, tcp, udp);
    };
  }

  private static ObjectNode rule(String peers, String cidr, List<Integer> tcp, List<Integer> udp) {
    var rule = JsonNodeFactory.instance.objectNode();
    rule.putArray(peers).addObject().putObject("ipBlock").put("cidr", cidr);
    add(rule, "TCP", tcp);
    add(rule, "UDP", udp);
    return rule;
  }

  private static void add(ObjectNode rule, String protocol, List<Integer> ports) {
    for (int port : ports) {
      rule.withArrayProperty("ports").addObject().put("port", port).put("protocol", protocol);
    }
  }
}
