package dev.rollback.adapter.host.machine;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.process.Ended;
import dev.rollback.process.Output;
import java.util.function.Consumer;

/**
 * Masks the secrets of a command in what its program prints, before anything is cut, joined or
 * cleaned of it: a secret in pieces would be known to nobody any more.
 */
final class Masking {
  private final Redactor redactor = new Redactor();

  Masking(Command command) {
    command.secrets().values().forEach(redactor::learn);
  }

  Ended masked(Ended ended) {
    return new Ended(
        ended.exit(), masked(ended.out()), masked(ended.err()), ended.took(), ended.cut());
  }

  private Output masked(Output output) {
    return new Output(
        redactor.redact(output.head()), redactor.redact(output.tail()), output.left());
  }

  Consumer<String> masked(Consumer<String> lines) {
    return line -> lines.accept(redactor.redact(line));
  }
}
