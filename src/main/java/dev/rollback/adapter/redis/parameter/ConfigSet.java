package dev.rollback.adapter.redis.parameter;

import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.shape.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** {@code redis.config-set}: sets parameters of a running server, and puts back what they were. */
@Doc(
    "Sets parameters of the running server, all of them or none, and puts back what they were. They"
        + " hold until the server restarts: its configuration file is not written. Parameters that"
        + " hold a password are refused, since what they were would stand in the journal, and so"
        + " are those by which the server is reached.")
public record ConfigSet(
    @Doc(
            "The values by the parameters' names, as CONFIG SET takes them: {maxmemory: \"2gb\"}."
                + " Sizes may have a unit (kb, mb, gb; k, m, g by thousands).")
        Map<String, String> parameters)
    implements Action<ConfigSet.State, RedisReader, RedisWriter> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when a name is none that a runbook may set
   */
  public ConfigSet {
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("no parameter is given; write {maxmemory: \"2gb\"}");
    }
    parameters.keySet().forEach(Parameter::check);
    parameters = Map.copyOf(parameters);
  }

  /** What is moved. */
  @Doc("Parameters of a running server.")
  public record State(
      @Doc("The values, as the server writes them.") Map<String, String> parameters) {
    /** Keeps its own copy, in one order. */
    public State {
      parameters = java.util.Collections.unmodifiableMap(new TreeMap<>(parameters));
    }
  }

  @Override
  public Target target() {
    return new Target("configuration", parameters.keySet().stream().sorted().toList());
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return RedisNeeds.forParameters(parameters.keySet(), evicts());
  }

  @Override
  public Risk risk(State before, State after) {
    return after.parameters().entrySet().stream()
        .map(e -> Parameter.risk(e.getKey(), value(before, e.getKey()), e.getValue()))
        .reduce(Risk.REVERSIBLE, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  @Override
  public Trust trust() {
    return Trust.EXACT;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Observed<State> observe(RedisReader system) {
    var now = new State(system.parameters(parameters.keySet()));
    var notes = new ArrayList<String>();
    notes.add("holds until the server restarts, and on this server alone");
    if (evicts()) {
      Eviction.warning(desired(now).parameters(), system.info("memory")).ifPresent(notes::add);
    }
    return new Observed<>(now, "", notes);
  }

  private boolean evicts() {
    return parameters.keySet().stream().anyMatch(Eviction::decidedBy);
  }

  @Override
  public State desired(State before) {
    var after = new TreeMap<>(before.parameters());
    parameters.forEach(
        (name, wanted) -> after.put(name, Parameter.written(value(before, name), wanted)));
    return new State(after);
  }

  private static String value(State state, String name) {
    return Objects.requireNonNullElse(state.parameters().get(name), "");
  }

  @Override
  public void write(Observed<State> from, State to, RedisWriter system) {
    var changed = new TreeMap<>(to.parameters());
    changed.entrySet().removeIf(e -> e.getValue().equals(value(from.state(), e.getKey())));
    system.setParameters(from.state().parameters(), changed);
  }

  /** Before Redis 7 parameters are set one after the other, and some may be when a line breaks. */
  @Override
  public boolean partway(State from, State to, State now) {
    return now.parameters().entrySet().stream()
        .allMatch(
            e ->
                e.getValue().equals(value(from, e.getKey()))
                    || e.getValue().equals(value(to, e.getKey())));
  }
}
