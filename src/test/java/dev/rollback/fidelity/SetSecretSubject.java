package dev.rollback.fidelity;

import dev.rollback.contract.KubernetesFixture;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** {@code kubernetes.set-secret}. */
final class SetSecretSubject extends KubernetesSubject {
  private static final String SECRET = "fidelity-auth";
  private static final List<String> KEYS = List.of("A", "b.c", "D_1", "e-2");
  private static final List<String> OLD =
      List.of("", "short", "an old value of this", "two\nlines", "ä€ and \"more\"");

  SetSecretSubject(KubernetesFixture fixture) {
    super(fixture);
  }

  @Override
  public String name() {
    return "kubernetes.set-secret";
  }

  @Override
  public Set<String> actions() {
    return Set.of("kubernetes.set-secret");
  }

  @Override
  public Case next(Random random) {
    fixture.admin().secrets().inNamespace(fixture.namespace()).withName(SECRET).delete();
    draw(random, random.nextInt(2));
    var uses = random.nextBoolean();
    if (uses) {
      use();
    }
    var there = random.nextInt(4) > 0;
    if (there) {
      create(random);
    }
    return new Case(runbook(Stream.of(step(random, uses))), drifts(there));
  }

  private void use() {
    var entry =
        new EnvVarBuilder()
            .withName("FROM_SECRET")
            .withNewValueFrom()
            .withNewSecretKeyRef("A", SECRET, true)
            .endValueFrom()
            .build();
    edit(
        d -> {
          var all = env(d);
          all.add(entry);
          setEnv(d, all);
        });
  }

  private void create(Random random) {
    var entries = new TreeMap<String, String>();
    KEYS.stream()
        .filter(_ -> random.nextBoolean())
        .forEach(key -> entries.put(key, OLD.get(random.nextInt(OLD.size()))));
    entries.put("OTHER", "nobody's business");
    fixture
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .endMetadata()
                .withStringData(entries)
                .build())
        .inNamespace(fixture.namespace())
        .create();
  }

  /** The first key is always set; of the others each is set, generated, removed or left alone. */
  private static String step(Random random, boolean restart) {
    var set = new ArrayList<String>(List.of("A: {env: %s}".formatted(variable(random))));
    var generate = new ArrayList<String>();
    var remove = new ArrayList<String>();
    for (var key : KEYS.subList(1, KEYS.size())) {
      switch (random.nextInt(4)) {
        case 0 -> set.add("%s: {env: %s}".formatted(key, variable(random)));
        case 1 -> generate.add("%s: {bytes: %d}".formatted(key, 16 + random.nextInt(48)));
        case 2 -> remove.add(key);
        default -> {}
      }
    }
    return """
      - id: secret
        action: kubernetes.set-secret
        with:
          secret: %s
          set: {%s}
          generate: {%s}
          remove: [%s]
          create: true
          restart: %s
    """
        .formatted(
            SECRET,
            String.join(", ", set),
            String.join(", ", generate),
            String.join(", ", remove),
            restart);
  }

  private static String variable(Random random) {
    var names = List.copyOf(VARIABLES.keySet());
    return names.get(random.nextInt(names.size()));
  }

  private List<Drift> drifts(boolean there) {
    return there
        ? List.of(
            Drift.harmful("another value", () -> edit("A", "theirs")),
            Drift.harmful(
                "the Secret deleted and made anew",
                () -> {
                  var now = secret().orElseThrow();
                  fixture.admin().resource(now).inNamespace(fixture.namespace()).delete();
                  now.getMetadata().setUid(null);
                  now.getMetadata().setResourceVersion(null);
                  now.setData(Map.of("A", "dGhlaXJz"));
                  fixture.admin().resource(now).inNamespace(fixture.namespace()).create();
                }),
            Drift.harmless("another entry", () -> edit("OTHER", "theirs")))
        : List.of(Drift.harmful("a Secret of that name", () -> create(new Random(1))));
  }

  private void edit(String key, String value) {
    UnaryOperator<Secret> change =
        secret -> new SecretBuilder(secret).addToStringData(key, value).build();
    fixture.admin().secrets().inNamespace(fixture.namespace()).withName(SECRET).edit(change);
  }

  private Optional<Secret> secret() {
    return Optional.ofNullable(
        fixture.admin().secrets().inNamespace(fixture.namespace()).withName(SECRET).get());
  }

  @Override
  public Object snapshot() {
    return List.of(secret().map(Secret::getData), super.snapshot());
  }

  @Override
  public long writes() {
    return super.writes()
        + secret().map(s -> s.getMetadata().getResourceVersion().hashCode()).orElse(0);
  }
}
