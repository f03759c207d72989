package dev.rollback.adapter.notify;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.SecretRef;
import dev.rollback.contract.ActionContract;
import dev.rollback.contract.OneWayContract;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;

/** A message to a real HTTP server. */
abstract class NotifyContract<A extends Record & OneWayAction<NotifyReader, NotifyWriter>>
    extends OneWayContract<A, NotifyReader, NotifyWriter> {
  private final AtomicBoolean readable = new AtomicBoolean(true);
  private final AtomicBoolean failing = new AtomicBoolean();
  private final TestSite site =
      TestSite.answering(_ -> failing.get() ? new Reply(500, "hm") : new Reply(200, "ok"));
  private Optional<Connection<NotifyReader, NotifyWriter>> connection = Optional.empty();

  @AfterEach
  final void close() {
    connection.ifPresent(Connection::close);
    site.close();
  }

  @Override
  protected final Adapter<?, NotifyReader, NotifyWriter> adapter() {
    return new NotifyAdapter(Path.of(""));
  }

  @Override
  protected final Connection<NotifyReader, NotifyWriter> connection() {
    return connection.orElseThrow();
  }

  @Override
  protected final void arrange() {
    connection =
        Optional.of(
            new NotifyAdapter(Path.of(""))
                .connect(new NotifySettings(new SecretRef.Env("HOOK")), _ -> url()));
  }

  private Sensitive url() {
    if (!readable.get()) {
      throw SystemException.refused("the environment variable HOOK is not set", "Set it.");
    }
    return Sensitive.of(site.url() + "/services/secret");
  }

  /** It is there, and the receiver says that something went wrong. */
  @Override
  protected final String losing() {
    failing.set(true);
    return step();
  }

  @Override
  protected final List<String> effects() {
    return site.asked().stream().map(TestSite.Asked::body).toList();
  }

  @Override
  protected final ActionContract.Denial deny(String requirement) {
    readable.set(false);
    return new ActionContract.Denial() {
      @Override
      public String what() {
        return requirement;
      }

      @Override
      public void close() {
        readable.set(true);
      }
    };
  }
}
