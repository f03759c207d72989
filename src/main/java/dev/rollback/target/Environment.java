package dev.rollback.target;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Secrets;
import dev.rollback.action.Systems;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.UserException;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The systems of one target: connections are made when they are first asked for, and kept. */
public final class Environment implements Systems, AutoCloseable {
  private final Configuration.NamedTarget target;
  private final Secrets secrets;
  private final Map<String, Connection<?, ?>> open = new LinkedHashMap<>();

  /** The systems of this target, with its secrets. */
  public Environment(Configuration.NamedTarget target, Secrets secrets) {
    this.target = target;
    this.secrets = secrets;
  }

  @Override
  @SuppressWarnings("unchecked") // what is kept under a system's name was made by its adapter
  public synchronized <C extends Record, R, W extends R> Connection<R, W> connection(
      Adapter<C, R, W> adapter, String name) {
    var key = adapter.system() + "." + name;
    var known = open.get(key);
    if (known != null) {
      return (Connection<R, W>) known;
    }
    var connection = connect(adapter, name);
    open.put(key, connection);
    return connection;
  }

  private <C extends Record, R, W extends R> Connection<R, W> connect(
      Adapter<C, R, W> adapter, String name) {
    var connections = target.connections().getOrDefault(adapter.system(), Map.of());
    var link = connections.get(name);
    if (link == null) {
      throw new UserException(
          missing(adapter.system(), name), advice(adapter.system(), name, connections));
    }
    var settings = Binder.bind(link.settings(), adapter.settings(), BindContext.plain()).orThrow();
    return adapter.connect(settings, link.pin(), secrets);
  }

  private String missing(String system, String name) {
    return name.equals(DEFAULT)
        ? "target '" + target.name() + "' has no single " + system + " connection"
        : "target '" + target.name() + "' has no " + system + " connection '" + name + "'";
  }

  private static String advice(String system, String name, Map<String, ?> connections) {
    return connections.isEmpty()
        ? "Add `" + system + ":` to the target in rollback.yaml."
        : DidYouMean.among(name, connections.keySet())
                .map(meant -> "Did you mean '" + meant + "'? ")
                .orElse("")
            + "Name one that it has: "
            + String.join(", ", connections.keySet())
            + ".";
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Connection::close);
    open.clear();
  }
}
