package dev.rollback.crash;

import dev.rollback.faults.Fate;
import dev.rollback.faults.FaultProxy;
import dev.rollback.faults.Faults;
import dev.rollback.faults.Protocol;
import dev.rollback.faults.Reply;
import dev.rollback.faults.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The way to one server.
 *
 * @param system what the server is, in the names of points
 * @param server where it is
 * @param moved whether runs write there; else they only ask, and their questions may be POSTs
 * @param patience how long a run waits for an answer where its configuration does not say so
 */
public record Wire(String system, URI server, boolean moved, Duration patience, FaultProxy proxy)
    implements AutoCloseable {
  /** What a configuration may say. */
  private static final Duration AS_CONFIGURED = Duration.ZERO;

  private static final Pattern VALUE =
      Pattern.compile("'[^']*'|\\b[0-9a-f]{12,}\\b|\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?");
  private static final int LONGEST = 160;

  /** A way to a server that runs write to. */
  static Wire to(String system, Protocol protocol, URI server) {
    return new Wire(system, server, true, AS_CONFIGURED, FaultProxy.before(protocol, server));
  }

  /** A way to a server that runs only ask; their questions may be POSTs. */
  static Wire asking(String system, Protocol protocol, URI server) {
    return new Wire(system, server, false, AS_CONFIGURED, FaultProxy.before(protocol, server));
  }

  /** The same, where runs wait so long for an answer, whatever their configuration says. */
  Wire patient(Duration always) {
    return new Wire(system, server, moved, always, proxy);
  }

  /** Whether a configuration says how long a run waits for an answer. */
  public boolean isConfigurable() {
    return patience.equals(AS_CONFIGURED);
  }

  /** A text in which the server's address stands, with the way's own in its place. */
  String lead(String text) {
    return text.replace(
        server.getHost() + ":" + server.getPort(), server.getHost() + ":" + proxy.port());
  }

  /**
   * The network of a process that may die just before the server gets a write, and just after the
   * server did it and before the process knows. A dead process gets no byte through.
   */
  Faults mortal(Mortality mortality) {
    return new Faults() {
      @Override
      public boolean accepts(int connection) {
        return !mortality.isDead();
      }

      @Override
      public Fate request(Request request) {
        return at(request, "before the server has it");
      }

      @Override
      public Fate reply(Reply reply) {
        return at(reply.to(), "done, and the process does not know");
      }

      private Fate at(Request request, String when) {
        var lives =
            isMove(request)
                ? mortality.survives(system + " " + named(request) + ": " + when)
                : !mortality.isDead();
        return lives ? Fate.PASS : Fate.CUT;
      }
    };
  }

  /** What it is, without values, which are others each time: a secret, a time, an id. */
  public static String named(Request request) {
    var what = VALUE.matcher(request.what()).replaceAll("…");
    return what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what;
  }

  private boolean isMove(Request request) {
    return moved && request.writes() && !isLease(request);
  }

  /** Who moves the target is renewed by the clock, and is no part of its state. */
  private static boolean isLease(Request request) {
    return request.what().contains("/leases")
        || new String(request.bytes(), StandardCharsets.ISO_8859_1).contains("rollback:lease:");
  }

  @Override
  public void close() {
    proxy.close();
  }
}
