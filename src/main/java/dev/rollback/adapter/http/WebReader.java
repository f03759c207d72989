package dev.rollback.adapter.http;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.web.Answer;
import dev.rollback.web.Request;
import dev.rollback.web.Web;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Asks a real service. */
record WebReader(Web web, Secrets secrets, RandomGenerator random) implements HttpReader {
  @Override
  public Answer send(Request request) {
    return web.send(request);
  }

  @Override
  public Sensitive read(SecretRef reference) {
    return secrets.read(reference);
  }

  @Override
  public Sensitive unguessable() {
    var bytes = new byte[24];
    random.nextBytes(bytes);
    return Sensitive.of(HexFormat.of().formatHex(bytes));
  }
}
