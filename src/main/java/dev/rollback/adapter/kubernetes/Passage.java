package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Traffic that an isolated pod may still have. */
@Doc("Traffic that is still allowed: {from: CIDR, ports: [443, 53/udp]} or {to: CIDR, ports: […]}.")
public sealed interface Passage {
  /** What comes in. */
  @Doc("What may come in.")
  record From(
      @Doc("From which addresses: 10.1.2.3/32.") String from,
      @Doc("At which ports of the pods: 8080, 53/udp; at all of them when there are none.")
          List<String> ports)
      implements Passage {
    /** Refuses what the API server would refuse. */
    public From {
      check(from, ports);
    }
  }

  /** What goes out. */
  @Doc("What may go out.")
  record To(
      @Doc("To which addresses: 10.1.2.3/32.") String to,
      @Doc("To which ports there: 443, 53/udp; to all of them when there are none.")
          List<String> ports)
      implements Passage {
    /** Refuses what the API server would refuse. */
    public To {
      check(to, ports);
    }
  }

  /** A number, and perhaps a protocol. */
  Pattern PORT = Pattern.compile("(?i)(\\d{1,5})(?:/(tcp|udp|sctp))?");

  /** Four numbers or groups of hex digits, and how many bits of them count. */
  Pattern CIDR =
      Pattern.compile(
          "(\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2})|([0-9a-fA-F:]*:[0-9a-fA-F:.]*/\\d{1,3})");

  private static void check(String cidr, List<String> ports) {
    if (!CIDR.matcher(cidr).matches()) {
      throw new IllegalArgumentException(
          "'" + cidr + "' is no range of addresses; one is written like 10.1.2.3/32");
    }
    ports.stream()
        .filter(p -> !PORT.matcher(p).matches())
        .findFirst()
        .ifPresent(
            p -> {
              throw new IllegalArgumentException(
                  "'" + p + "' is no port; one is written like 443 or 53/udp");
            });
  }

  /** The rule of a network policy that allows it, as the API server keeps it. */
  default ObjectNode rule() {
    return switch (this) {
      case From(var cidr, var ports) -> rule("from", cidr, ports);
      case To(var cidr, var ports) -> rule("to", cidr, ports);
    };
  }

  private static ObjectNode rule(String peers, String cidr, List<String> ports) {
    var rule = JsonNodeFactory.instance.objectNode();
    rule.putArray(peers).addObject().putObject("ipBlock").put("cidr", cidr);
    if (!ports.isEmpty()) {
      ports(rule.putArray("ports"), ports);
    }
    return rule;
  }

  private static void ports(ArrayNode to, List<String> ports) {
    for (var text : ports) {
      var port = PORT.matcher(text);
      if (port.matches()) {
        var protocol = port.group(2) == null ? "TCP" : port.group(2).toUpperCase(Locale.ROOT);
        to.addObject().put("port", Integer.parseInt(port.group(1))).put("protocol", protocol);
      }
    }
  }
}
