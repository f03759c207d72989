package dev.rollback.scenario;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Messenger;
import dev.rollback.action.Systems;
import dev.rollback.diagnostic.UserException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A channel that a runbook names under {@code notify}, as the target has it. */
public sealed interface Channel {
  /** The name in the runbook. */
  String name();

  /**
   * The target has it.
   *
   * @param way what its connection is called: {@code notify.incidents}
   */
  record Known<R, W extends R>(
      String name, String way, Connection<R, W> connection, Messenger<R, W> messenger)
      implements Channel {}

  /** The target has none of this name: nobody is told anything there, and no run is refused. */
  record Missing(String name, String why, String advice) implements Channel {}

  /** The channels of these entries, by name. */
  static Map<String, Channel> of(List<Notify> entries, Catalog catalog, Systems systems) {
    var channels = new LinkedHashMap<String, Channel>();
    entries.forEach(
        e -> channels.computeIfAbsent(e.channel().value(), name -> of(name, catalog, systems)));
    return channels;
  }

  private static Channel of(String name, Catalog catalog, Systems systems) {
    return catalog.adapters().stream()
        .flatMap(adapter -> of(name, adapter, systems).stream())
        .findFirst()
        .orElseGet(() -> new Missing(name, "no adapter carries messages", ""));
  }

  private static <C extends Record, R, W extends R> Optional<Channel> of(
      String name, Adapter<C, R, W> adapter, Systems systems) {
    return adapter
        .messenger()
        .map(
            messenger -> {
              try {
                return new Known<>(
                    name,
                    Systems.label(adapter.system(), name),
                    systems.connection(adapter, name),
                    messenger);
              } catch (UserException e) {
                var problem = e.problems().getFirst();
                return new Missing(name, problem.message(), problem.advice().orElse(""));
              }
            });
  }
}
