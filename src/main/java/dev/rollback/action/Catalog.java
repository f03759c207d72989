package dev.rollback.action;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every action and check there is, by name. */
public final class Catalog {

  /** An action or a check, and the adapter that it belongs to. */
  public record Entry<C extends Record, R, W extends R>(
      Adapter<C, R, W> adapter, StepType<R, W> type) {}

  private final List<Adapter<?, ?, ?>> adapters;
  private final Map<String, Entry<?, ?, ?>> entries = new LinkedHashMap<>();

  /**
   * A catalogue of these adapters.
   *
   * @throws IllegalArgumentException when two steps have one name: a mistake in the program
   */
  public Catalog(List<Adapter<?, ?, ?>> adapters) {
    this.adapters = List.copyOf(adapters);
    adapters.forEach(this::add);
  }

  private <C extends Record, R, W extends R> void add(Adapter<C, R, W> adapter) {
    for (var type : adapter.steps()) {
      if (entries.put(type.name(), new Entry<>(adapter, type)) != null) {
        throw new IllegalArgumentException("two steps are named " + type.name());
      }
    }
  }

  /** The adapters, in the order of their registration. */
  public List<Adapter<?, ?, ?>> adapters() {
    return adapters;
  }

  /** The action or check of this name. */
  public Optional<Entry<?, ?, ?>> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** All of them, in the order of their registration. */
  public Collection<Entry<?, ?, ?>> entries() {
    return List.copyOf(entries.values());
  }
}
