package dev.rollback.crash;

import dev.rollback.faults.Fate;
import dev.rollback.faults.FaultProxy;
import dev.rollback.faults.Faults;
import dev.rollback.faults.Protocol;
import dev.rollback.faults.Reply;
import dev.rollback.faults.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The way to one server. The process may die just before the server gets a write, and just after
 * the server did it and before the process knows. A dead process gets no byte through.
 *
 * @param system what the server is, in the names of points
 * @param server where it is
 * @param moved whether runs write there; else the way only ends with the process
 */
record Wire(String system, URI server, boolean moved, FaultProxy proxy) implements AutoCloseable {
  private static final Pattern VALUE =
      Pattern.compile("'[^']*'|\\b[0-9a-f]{12,}\\b|\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?");
  private static final int LONGEST = 160;

  /** A way to a server that runs write to. */
  static Wire to(String system, Protocol protocol, URI server) {
    return new Wire(system, server, true, FaultProxy.before(protocol, server));
  }

  /** A way to a server that runs only ask; their questions may be POSTs. */
  static Wire asking(String system, Protocol protocol, URI server) {
    return new Wire(system, server, false, FaultProxy.before(protocol, server));
  }

  /** A text in which the server's address stands, with the way's own in its place. */
  String lead(String text) {
    return text.replace(
        server.getHost() + ":" + server.getPort(), server.getHost() + ":" + proxy.port());
  }

  /** From now on this process uses it. */
  void carry(Mortality mortality) {
    proxy.restart(
        new Faults() {
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
        });
  }

  /** Without values, which are others each time: a secret, a time, an id. */
  private static String named(Request request) {
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
