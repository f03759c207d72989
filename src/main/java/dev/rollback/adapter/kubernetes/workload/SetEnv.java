package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.Changes;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets and removes environment entries of one container. */
@Doc(
    "Sets and removes environment entries of a workload's container, which replaces its pods,"
        + " and waits until the new ones serve. Literal values stand in plan and journal: a secret"
        + " belongs into a Secret, from which `from-secret` takes it.")
public record SetEnv(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc(
            "The container, or init container; may be missing where there is only one besides init"
                + " containers.")
        Optional<String> container,
    @Doc("The literal values to set, by name.") Map<String, String> env,
    @Doc("The values to take from Secrets, by name.") Map<String, EnvReference> fromSecret,
    @Doc("The values to take from ConfigMaps, by name.") Map<String, EnvReference> fromConfigMap,
    @Doc("The names to remove.") List<String> unset,
    @Doc(
            "Names that look like secrets and are none: their literal values may stand in plan and"
                + " journal.")
        List<String> notSecret)
    implements Action<EnvState, KubernetesReader, KubernetesWriter> {
  private static final Pattern NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|password|passwd|token|key|credential");

  /** Refuses what the API server would refuse, and what has no meaning. */
  public SetEnv {
    WorkloadName.of(deployment, statefulset, daemonset);
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    fromSecret = Collections.unmodifiableMap(new TreeMap<>(fromSecret));
    fromConfigMap = Collections.unmodifiableMap(new TreeMap<>(fromConfigMap));
    unset = unset.stream().distinct().sorted().toList();
    var written = new TreeMap<String, List<String>>();
    note(written, "env", env.keySet());
    note(written, "from-secret", fromSecret.keySet());
    note(written, "from-config-map", fromConfigMap.keySet());
    note(written, "unset", unset);
    refuse(written);
  }

  private static void note(Map<String, List<String>> written, String key, Iterable<String> names) {
    names.forEach(name -> written.computeIfAbsent(name, _ -> new ArrayList<>()).add(key));
  }

  private static void refuse(Map<String, List<String>> written) {
    if (written.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to do: neither `env`, `from-secret`, `from-config-map` nor `unset` names an"
              + " entry");
    }
    written.forEach(
        (name, keys) -> {
          if (keys.size() > 1) {
            throw new IllegalArgumentException(
                "%s stands in `%s`; only one can be meant"
                    .formatted(name, String.join("` and in `", keys)));
          }
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                "'" + name + "' is no name of an environment entry: letters, digits, _ - .");
          }
        });
  }

  /** Of a deployment. */
  public SetEnv(
      String deployment,
      Optional<String> container,
      Map<String, String> env,
      List<String> unset,
      List<String> notSecret) {
    this(
        Optional.of(deployment),
        Optional.empty(),
        Optional.empty(),
        container,
        env,
        Map.of(),
        Map.of(),
        unset,
        notSecret);
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  /** Whether a name suggests that its value is a secret, which is then never put anywhere. */
  public static boolean looksSecret(String name) {
    return SECRET.matcher(name).find();
  }

  @Override
  public Target target() {
    return new Target(workload().toString(), names().stream().map(name -> "env/" + name).toList());
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Access.toChange(workload());
  }

  @Override
  public Risk risk(EnvState before, EnvState after) {
    return Risk.DISRUPTIVE;
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
  public Map<String, Long> magnitude(EnvState before, EnvState after) {
    return Changes.pods(before.equals(after) ? 0 : before.replicas().value().orElse(0));
  }

  @Override
  public Observed<EnvState> observe(KubernetesReader system) {
    var now = system.workload(workload());
    var state = state(now);
    refuseSecrets(state);
    var notes = new EnvNotes(this, Containers.one(now, container), state, system);
    return Notes.observed(state, now, Competitors.of(now, system), notes.all(names()));
  }

  @Override
  public EnvState desired(EnvState before) {
    var values = new TreeMap<>(before.env());
    var from = new TreeMap<>(before.valueFrom());
    var hidden = new TreeMap<>(before.hidden());
    var order = new ArrayList<>(before.order().value());
    var sources = sources();
    for (var name : names()) {
      var value = Optional.ofNullable(env.get(name));
      var source = Optional.ofNullable(sources.get(name));
      if (value.equals(Optional.ofNullable(before.env().get(name)))
          && source.equals(Optional.ofNullable(before.valueFrom().get(name)))) {
        continue; // As it should be: whatever an earlier entry of that name says has no effect.
      }
      var last = order.lastIndexOf(name);
      values.remove(name);
      from.remove(name);
      hidden.remove(name);
      value.ifPresent(v -> values.put(name, v));
      source.ifPresent(v -> from.put(name, v));
      keepOnly(order, name, value.isPresent() || source.isPresent(), last);
    }
    return new EnvState(
        before.container(), values, from, hidden, new Hint<>(order), before.replicas());
  }

  /** The one entry that is left stands where the last one stood, a new one at the end. */
  private static void keepOnly(List<String> order, String name, boolean wanted, int last) {
    if (!wanted) {
      order.removeIf(name::equals);
    } else if (last < 0) {
      order.add(name);
    } else {
      order.subList(0, last).removeIf(name::equals);
    }
  }

  @Override
  public void rehearse(Observed<EnvState> from, EnvState to, KubernetesReader system) {
    Changes.rehearse(workload(), from.version(), w -> change(w, to), system);
  }

  @Override
  public void write(Observed<EnvState> from, EnvState to, KubernetesWriter system) {
    Changes.write(workload(), from.version(), w -> change(w, to), system);
  }

  @Override
  public Readiness ready(EnvState wanted, KubernetesReader system) {
    return Rollout.follow(workload(), Rollout.Pods.CHANGE, w -> state(w).equals(wanted), system);
  }

  private Set<String> names() {
    return Stream.of(env.keySet(), fromSecret.keySet(), fromConfigMap.keySet(), unset)
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Where values are to come from, by name, as {@code valueFrom} has it. */
  Map<String, JsonNode> sources() {
    var sources = new TreeMap<String, JsonNode>();
    fromSecret.forEach((name, from) -> sources.put(name, from.source("secretKeyRef")));
    fromConfigMap.forEach((name, from) -> sources.put(name, from.source("configMapKeyRef")));
    return sources;
  }

  private EnvState state(Workload now) {
    var found = Containers.one(now, container);
    return EnvList.read(found.getName(), found.getEnv(), names()).of(now.pods());
  }

  private void change(Workload workload, EnvState to) {
    var found = Containers.one(workload, container);
    found.setEnv(EnvList.write(found.getEnv(), to, names()));
  }

  private static boolean hasLiteral(EnvState state, String name) {
    return state.env().containsKey(name)
        || state.hidden().getOrDefault(name, List.of()).stream().anyMatch(e -> e.has("value"));
  }

  /** What is moved stands in the plan and in the journal, and an undo needs it as it was. */
  private void refuseSecrets(EnvState before) {
    var secrets =
        names().stream()
            .filter(SetEnv::looksSecret)
            .filter(name -> !notSecret.contains(name))
            .filter(name -> env.containsKey(name) || hasLiteral(before, name))
            .toList();
    if (!secrets.isEmpty()) {
      var list = String.join(", ", secrets);
      throw SystemException.refused(
          "%s of %s looks like a secret with a literal value, which would stand in plan and journal"
              .formatted(list, target().object()),
          "Keep the value in a Secret; if it is no secret, name it under `not-secret`.");
    }
  }
}
