package dev.rollback.cli;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Systems;
import dev.rollback.diagnostic.UserException;
import dev.rollback.lease.Register;
import dev.rollback.plan.Preflight;
import dev.rollback.target.Configuration;
import dev.rollback.target.Environment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where it stands, in one of a target's own systems, which run moves that target. */
final class Leases {
  /** The same for all who may move it: what they call the target is their own affair. */
  private static final String NAME = "run";

  private static final String NONE = "none";

  private final Catalog catalog;
  private final Configuration.NamedTarget target;
  private final Environment environment;

  Leases(Catalog catalog, Configuration.NamedTarget target, Environment environment) {
    this.catalog = catalog;
    this.target = target;
    this.environment = environment;
  }

  /**
   * A place, and what it takes to use it.
   *
   * @param key tells it from every other place
   */
  record Place(Register register, String key, Preflight.Need<?, ?> need) {}

  /**
   * The place that the configuration names; else the first of the target's systems that has one, in
   * the order of the catalogue; empty where there is none.
   *
   * @throws UserException when the configuration names something that is no place
   */
  Optional<Place> place() {
    var named = target.head().lease();
    if (named.filter(NONE::equals).isPresent()) {
      return Optional.empty();
    }
    for (var adapter : catalog.adapters()) {
      var place = place(adapter, named);
      if (place.isPresent()) {
        return place;
      }
    }
    if (named.isPresent()) {
      throw new UserException(
          "'lease: %s' of target '%s' names no system of the target that has a place for it"
              .formatted(named.get(), target.name()),
          "Leave it out: the first system that has a place is taken. `none` takes none, and then"
              + " runs on other machines are not kept away.");
    }
    return Optional.empty();
  }

  private <C extends Record, R, W extends R> Optional<Place> place(
      Adapter<C, R, W> adapter, Optional<String> named) {
    var names =
        new LinkedHashSet<>(target.connections().getOrDefault(adapter.system(), Map.of()).keySet());
    for (var name : names) {
      var label = name.equals(Systems.DEFAULT) ? adapter.system() : adapter.system() + "." + name;
      if (named.isEmpty() || named.get().equals(label)) {
        var connection = environment.connection(adapter, name);
        var place = connection.leasePlace();
        if (place.isPresent()) {
          return Optional.of(at(label, connection, place.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static <R, W extends R> Place at(
      String label, Connection<R, W> connection, LeasePlace<R, W> place) {
    return new Place(
        Register.in(place, connection, NAME),
        connection.address() + ", " + place.where(NAME),
        new Preflight.Need<>(
            "every run (one at a time moves a target)",
            label,
            connection,
            List.copyOf(place.requirements(NAME))));
  }
}
