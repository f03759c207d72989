package dev.rollback.adapter.kubernetes.secret;

import dev.rollback.action.Action;
import dev.rollback.action.Generate;
import dev.rollback.action.Observed;
import dev.rollback.action.Readiness;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Sealed;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.kubernetes.Changes;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.ObjectName;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import dev.rollback.shape.PlanTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets, generates and removes entries of a Secret. */
@Doc(
    "Sets and removes entries of a Secret. Values are kept elsewhere or generated, and are shown"
        + " nowhere: a plan has their fingerprints, and the values before are kept encrypted, so"
        + " that undo brings them back. With `restart`, the pods that use the Secret are replaced,"
        + " and the step waits until the new ones serve.")
public record SetSecret(
    @Doc("The Secret.") String secret,
    @Doc("Entries whose values are kept elsewhere, by key: {DB_PASSWORD: {env: NEW_PASSWORD}}.")
        Map<String, SecretRef> set,
    @Doc(
            "Entries whose values are generated, by key: {SESSION_KEY: {bytes: 32, encoding:"
                + " base64}}. Each plan generates others; the value goes to the Secret and nowhere"
                + " else.")
        Map<String, Generate> generate,
    @Doc("The keys to remove.") List<String> remove,
    @Doc("Whether the Secret is made where there is none; undo then deletes it.") @Default("false")
        boolean create,
    @Doc(
            "Whether the pods of the deployments, stateful sets and daemon sets that have it in"
                + " their environment or mount it are replaced, by the change and by its undo.")
        @Default("false")
        boolean restart,
    @Doc("The moment of the plan: what is generated is the same until it was carried out.")
        PlanTime at)
    implements Action<SetSecret.State, KubernetesReader, KubernetesWriter> {
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  /** What is moved. */
  @Doc("The named entries of a Secret.")
  public record State(
      @Doc("Whether there is the Secret.") boolean exists,
      @Doc("The entries, by key; one that is not there is missing.") Map<String, Sealed> entries,
      @Doc("The marks by which the pods of workloads were replaced, by workload.")
          Map<String, String> restarts,
      @Doc("Tells with which key the entries are encrypted.") String sealingKey,
      @Doc("What was found around it.") Hint<Around> around) {
    /** Keeps its own sorted copies. */
    public State {
      entries = Collections.unmodifiableMap(new TreeMap<>(entries));
      restarts = Collections.unmodifiableMap(new TreeMap<>(restarts));
    }
  }

  /** What was found around a Secret. */
  @Doc("What was found around it.")
  public record Around(
      @Doc("The values to be set, by key.") Map<String, Sealed> wanted,
      @Doc("Why values cannot be read, by key.") Map<String, String> unreadable,
      @Doc("Whether the Secret takes no change.") boolean immutable,
      @Doc("The workloads that use it.") List<String> users,
      @Doc("How many pods they have.") int pods) {}

  /** Refuses what the API server would refuse, and what has no meaning. */
  public SetSecret {
    set = Collections.unmodifiableMap(new TreeMap<>(set));
    generate = Collections.unmodifiableMap(new TreeMap<>(generate));
    remove = remove.stream().distinct().sorted().toList();
    ObjectName.check("secret", secret);
    var keys = Stream.of(set.keySet(), generate.keySet(), remove).flatMap(k -> k.stream()).toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to do: none of `set`, `generate` and `remove` names an entry");
    }
    var twice = keys.stream().filter(k -> Collections.frequency(keys, k) > 1).distinct().toList();
    if (!twice.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", twice)
              + " stands in more than one of `set`, `generate` and `remove`; only one can be"
              + " meant");
    }
    keys.stream()
        .filter(k -> !KEY.matcher(k).matches())
        .findFirst()
        .ifPresent(
            k -> {
              throw new IllegalArgumentException(
                  "'" + k + "' is no key of a Secret: letters, digits, - _ .");
            });
  }

  private Set<String> keys() {
    return Stream.of(set.keySet(), generate.keySet(), remove)
        .flatMap(k -> k.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private SecretUsers users() {
    return new SecretUsers(secret);
  }

  private SecretObject object(KubernetesReader system) {
    return new SecretObject(secret, keys(), system.namespace(), system.secrets());
  }

  @Override
  public Target target() {
    return new Target("secret/" + secret, List.copyOf(keys()));
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return SecretNeeds.of(secret, set.values(), create, restart);
  }

  @Override
  public Risk risk(State before, State after) {
    return before.exists() && after.exists() ? Risk.DISRUPTIVE : Risk.REVERSIBLE;
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
    return restart
        ? Changes.pods(
            before.restarts().equals(after.restarts()) ? 0 : before.around().value().pods())
        : Map.of();
  }

  @Override
  public Observed<State> observe(KubernetesReader system) {
    var found = object(system).find(system.objects());
    var users = restart ? users().find(system) : users().findIfAllowed(system);
    var marks = restart ? SecretUsers.marks(users.all()) : Map.<String, String>of();
    var state =
        new State(
            found.exists(),
            found.entries(),
            marks,
            object(system).values().sealingKey(),
            new Hint<>(around(found, users, system)));
    return new Observed<>(
        state, found.uid(), SecretNotes.of(this, found, users), found.competitors());
  }

  private Around around(
      SecretObject.Found found, SecretUsers.Found users, KubernetesReader system) {
    var entries = object(system).values();
    var wanted = new TreeMap<String, Sealed>();
    var unreadable = new TreeMap<String, String>();
    set.forEach(
        (key, reference) -> {
          try {
            wanted.put(key, entries.read(key, reference));
          } catch (SystemException e) {
            unreadable.put(key, e.problem()); // An undo needs no new value; desired() refuses.
          }
        });
    generate.forEach((key, how) -> wanted.put(key, entries.generate(key, how, at.at().toString())));
    return new Around(
        wanted,
        unreadable,
        found.immutable(),
        users.all().stream().map(u -> u.name().toString()).toList(),
        users.all().stream().mapToInt(SecretUsers.User::pods).sum());
  }

  @Override
  public State desired(State before) {
    var around = before.around().value();
    around
        .unreadable()
        .forEach(
            (key, why) -> {
              throw SystemException.refused(
                  "The new value of %s cannot be read: %s.".formatted(key, why),
                  "Mend what the reference under `set` leads to.");
            });
    if (!before.exists() && !around.wanted().isEmpty() && !create) {
      throw SystemException.refused(
          "There is no secret '" + secret + "'.",
          "Mend its name in the runbook, or write `create: true` where it may be made.");
    }
    var entries = new TreeMap<>(before.entries());
    entries.putAll(around.wanted());
    remove.forEach(entries::remove);
    return entries.equals(before.entries()) ? before : changed(before, entries);
  }

  private State changed(State before, Map<String, Sealed> entries) {
    var around = before.around().value();
    if (around.immutable()) {
      throw SystemException.refused(
          "secret/" + secret + " is immutable: the API server takes no change of its entries.",
          "Make a Secret of another name, and let the workloads use that one.");
    }
    var marks = new TreeMap<>(before.restarts());
    if (restart) {
      around.users().forEach(user -> marks.put(user, at.at().toString()));
    }
    return new State(true, entries, marks, before.sealingKey(), before.around());
  }

  /** The Secret is written first, then one workload after the other. */
  @Override
  public boolean partway(State from, State to, State now) {
    var written = sameSecret(now, to);
    return (written || sameSecret(now, from))
        && marked(from, to, now).allMatch(name -> isMark(name, now, to) || isMark(name, now, from));
  }

  private static boolean sameSecret(State one, State other) {
    return one.exists() == other.exists()
        && one.entries().equals(other.entries())
        && one.sealingKey().equals(other.sealingKey());
  }

  private static Stream<String> marked(State... states) {
    return Stream.of(states).flatMap(s -> s.restarts().keySet().stream()).distinct();
  }

  private static boolean isMark(String workload, State now, State wanted) {
    return Objects.equals(now.restarts().get(workload), wanted.restarts().get(workload));
  }

  @Override
  public void rehearse(Observed<State> from, State to, KubernetesReader system) {
    if (!sameSecret(from.state(), to)) {
      object(system).rehearse(from, to, system.objects());
    }
    toRestart(from.state(), to)
        .forEach(name -> users().rehearse(name, SecretUsers.mark(to, name), system));
  }

  private static List<WorkloadName> toRestart(State from, State to) {
    return marked(from, to)
        .filter(name -> !isMark(name, from, to))
        .sorted()
        .map(SecretUsers::parse)
        .toList();
  }

  @Override
  public void write(Observed<State> from, State to, KubernetesWriter system) {
    var written = !sameSecret(from.state(), to);
    if (written) {
      object(system).write(from, to, system.objects());
    }
    for (var name : toRestart(from.state(), to)) {
      try {
        users().mark(name, from.state(), to, system);
        written = true;
      } catch (SystemException e) {
        throw written ? partly(name, e) : e;
      }
    }
  }

  /** Something was written before: nobody may take this for no effect at all. */
  private SystemException partly(WorkloadName name, SystemException e) {
    return SystemException.unknown(
        "secret/%s is written, but the pods of %s are not replaced: %s"
            .formatted(secret, name, e.problem()),
        e.advice().orElse("Resume the run, or undo the step."),
        e);
  }

  @Override
  public Readiness ready(State wanted, KubernetesReader system) {
    if (!restart) {
      return new Readiness.Ready();
    }
    Readiness all = new Readiness.Ready();
    for (var user : wanted.around().value().users()) {
      var name = SecretUsers.parse(user);
      switch (users().follow(name, SecretUsers.mark(wanted, name), system)) {
        case Readiness.Ready _ -> {}
        case Readiness.Waiting(var progress) -> all = new Readiness.Waiting(name + ": " + progress);
        case Readiness.Stuck(var why) -> {
          return new Readiness.Stuck(why);
        }
      }
    }
    return all;
  }
}
