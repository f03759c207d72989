package dev.rollback.adapter.kubernetes.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Action;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.Changes;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.LabelSelector;
import dev.rollback.adapter.kubernetes.ObjectChange;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.adapter.kubernetes.ObjectName;
import dev.rollback.adapter.kubernetes.ObjectReader;
import dev.rollback.adapter.kubernetes.WorkloadKind;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Cuts the pods of a workload off the network, and leaves them running. */
@Doc(
    "Cuts the pods of a workload off the network by a NetworkPolicy that denies all that comes in"
        + " and goes out, except what is named. The pods stay, with their memory and their files,"
        + " for forensics. Undo deletes the policy. Policies add up: where another one allows"
        + " traffic of these pods the step is refused, unless `despite` names it.")
public record Isolate(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc("Whether they may still ask for names: port 53 of any address, UDP and TCP.")
        @Default("false")
        boolean allowDns,
    @Doc("What else is still allowed.") List<Passage> allow,
    @Doc("Other network policies that may go on allowing traffic of these pods.")
        List<String> despite)
    implements Action<Isolate.State, KubernetesReader, KubernetesWriter> {
  private static final String PREFIX = "rollback-isolate-";
  private static final String NONE = "none";
  private static final List<Integer> DNS = List.of(53);

  /** What is moved. */
  @Doc("The network policy that isolates the pods of a workload.")
  public record State(
      @Doc("Which pods: the workload's own selector.") JsonNode pods,
      @Doc("What the policy specifies, by field; nothing where there is no policy.")
          Map<String, JsonNode> policy,
      @Doc("What was found around it.") Hint<Around> around) {
    /** Keeps its own sorted copy. */
    public State {
      policy = Collections.unmodifiableMap(new TreeMap<>(policy));
    }
  }

  /** What was found around a policy. */
  @Doc("What was found around it.")
  public record Around(
      @Doc("How many pods it reaches.") int pods,
      @Doc("Whether the pods use the network of their nodes.") boolean hostNetwork,
      @Doc("What other policies allow, in words.") List<String> allowed,
      @Doc("Why there is no workload, in words; empty where there is one.") String absent) {}

  /** Refuses what could never be made. */
  public Isolate {
    var name = PREFIX + WorkloadName.of(deployment, statefulset, daemonset).name();
    if (name.length() > ObjectName.LONGEST - WorkloadKind.STATEFUL_SET.word().length() - 1) {
      throw new IllegalArgumentException("the workload's name is too long for a network policy's");
    }
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  /** {@code rollback-isolate-deployment-grid-api}. */
  private String policy() {
    return PREFIX + workload().kind().word() + "-" + workload().name();
  }

  @Override
  public Target target() {
    return Target.of(workload().toString(), "network");
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    var kind = ObjectKind.NETWORK_POLICY;
    return List.of(
        workload().access("get").requirement(),
        Access.core("list", "pods").requirement(),
        kind.access("list", "").requirement(),
        kind.access("get", policy()).requirement(),
        kind.access("create", "").requirement(),
        kind.access("update", policy()).requirement(),
        kind.access("delete", policy()).requirement());
  }

  @Override
  public Risk risk(State before, State after) {
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
  public Map<String, Long> magnitude(State before, State after) {
    return Changes.pods(before.equals(after) ? 0 : before.around().value().pods());
  }

  @Override
  public Observed<State> observe(KubernetesReader system) {
    var objects = system.objects();
    var policy = objects.find(ObjectKind.NETWORK_POLICY, policy());
    var found = objects.find(ObjectKind.of(workload().kind()), workload().name());
    var selector =
        found.map(w -> w.at("/spec/selector")).or(() -> policy.map(p -> p.at("/spec/podSelector")));
    var pods = selector.orElseGet(JsonNodeFactory.instance::objectNode);
    var running = objects.list(ObjectKind.POD, new LabelSelector(pods));
    var reaching = found.map(w -> reaching(w, objects)).orElse(List.of());
    var host = found.map(w -> w.at("/spec/template/spec/hostNetwork").asBoolean()).orElse(false);
    var absent = found.isPresent() ? "" : absent(system);
    var around = new Around(running.size(), host, leaks(reaching), absent);
    return new Observed<>(
        new State(pods, policy.map(Policies::fields).orElse(Map.of()), new Hint<>(around)),
        version(policy),
        IsolationNotes.of(running, reaching));
  }

  private List<Policies.Reaching> reaching(JsonNode workload, ObjectReader objects) {
    return Policies.reaching(workload.at("/spec/template/metadata/labels"), policy(), objects);
  }

  /** Its specification's version: what else is written on it is nobody's business here. */
  private static String version(Optional<JsonNode> policy) {
    return policy
        .map(p -> p.at("/metadata/uid").asText() + "/" + p.at("/metadata/generation").asText())
        .orElse(NONE);
  }

  /** An undo needs no workload; whoever plans is told. */
  private String absent(KubernetesReader system) {
    try {
      return system.workload(workload()).name() + " has just been made.";
    } catch (SystemException e) {
      return e.problem();
    }
  }

  /** What other policies allow that the runbook does not accept. */
  private List<String> leaks(List<Policies.Reaching> reaching) {
    return reaching.stream()
        .filter(p -> !p.allows().isEmpty() && !despite.contains(p.name()))
        .map(p -> "network policy %s allows %s".formatted(p.name(), p.allowed()))
        .toList();
  }

  @Override
  public State desired(State before) {
    var around = before.around().value();
    if (!around.absent().isEmpty()) {
      throw SystemException.refused(
          around.absent(), "Mend the workload's name in the runbook, or the target's namespace.");
    }
    if (around.hostNetwork()) {
      throw SystemException.refused(
          "%s cannot be isolated: its pods use the network of their nodes (hostNetwork)."
              .formatted(workload()),
          "No network policy reaches them: cut off the nodes, or scale the workload down.");
    }
    refuse(around.allowed());
    return new State(before.pods(), wanted(before.pods()), before.around());
  }

  private void refuse(List<String> leaks) {
    if (!leaks.isEmpty()) {
      throw SystemException.refused(
          "%s cannot be isolated completely: %s of its pods."
              .formatted(workload(), String.join("; ", leaks)),
          "Policies add up: one that denies takes nothing away. Delete or narrow that policy first,"
              + " or name it under `despite` if it may stay.");
    }
  }

  private Map<String, JsonNode> wanted(JsonNode pods) {
    var json = JsonNodeFactory.instance;
    var spec = json.objectNode();
    spec.set("podSelector", pods);
    spec.putArray("policyTypes").add("Ingress").add("Egress");
    var rules = new ArrayList<>(allow);
    if (allowDns) {
      Stream.of("0.0.0.0/0", "::/0").map(all -> new Passage.To(all, DNS, DNS)).forEach(rules::add);
    }
    for (var rule : rules) {
      switch (rule) {
        case Passage.From from -> spec.withArrayProperty("ingress").add(from.rule());
        case Passage.To to -> spec.withArrayProperty("egress").add(to.rule());
      }
    }
    return Policies.fields(json.objectNode().set("spec", spec));
  }

  /** With the workload gone, its selector is; what is moved is the policy. */
  @Override
  public boolean partway(State from, State to, State now) {
    return now.pods().isEmpty()
        && (now.policy().equals(from.policy()) || now.policy().equals(to.policy()));
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    var objects = system.objects();
    change(current(from, objects), to).ifPresent(objects::rehearse);
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    var objects = system.objects();
    if (!to.policy().isEmpty()) {
      // What was allowed since the plan was made would be allowed still.
      objects
          .find(ObjectKind.of(workload().kind()), workload().name())
          .ifPresent(w -> refuse(leaks(reaching(w, objects))));
    }
    for (var i = 0; i < Changes.TRIES; i++) {
      var change = change(current(from, objects), to);
      if (change.isEmpty() || objects.make(change.get())) {
        return;
      }
    }
    throw SystemException.refused(
        "networkpolicy/%s is being changed all the time: %d tries were too late."
            .formatted(policy(), Changes.TRIES),
        "See who writes it, then plan again.");
  }

  private Optional<JsonNode> current(Observed<State> from, ObjectReader objects) {
    var now = objects.find(ObjectKind.NETWORK_POLICY, policy());
    if (!version(now).equals(from.version())) {
      throw SystemException.refused(
          "networkpolicy/" + policy() + " was changed meanwhile; nothing was written.",
          "See who changes it, then plan again.");
    }
    return now;
  }

  private Optional<ObjectChange> change(Optional<JsonNode> now, State to) {
    var kind = ObjectKind.NETWORK_POLICY;
    if (to.policy().isEmpty()) {
      return now.map(policy -> new ObjectChange.Delete(kind, policy));
    }
    var object = now.<ObjectNode>map(JsonNode::deepCopy).orElseGet(() -> kind.create(policy()));
    object.putObject("spec").setAll(to.policy());
    return Optional.of(
        now.isPresent()
            ? new ObjectChange.Replace(kind, object)
            : new ObjectChange.Create(kind, object));
  }
}
