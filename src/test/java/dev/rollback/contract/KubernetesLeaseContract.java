package dev.rollback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims as Leases: what others see of them, and what others do to them. */
abstract class KubernetesLeaseContract
    extends LeasePlaceContract<KubernetesReader, KubernetesWriter> {
  private final List<Connection<KubernetesReader, KubernetesWriter>> opened = new ArrayList<>();

  /** The API on which the contract runs. */
  protected abstract KubernetesFixture fixture();

  @Override
  protected final Connection<KubernetesReader, KubernetesWriter> connect() {
    var connection = Deployments.connect(fixture());
    opened.add(connection);
    return connection;
  }

  @AfterEach
  final void close() {
    opened.forEach(Connection::close);
  }

  /** The lease that is annotated with this target, whatever its name. */
  final Lease lease(String target) {
    return fixture().admin().leases().inNamespace(fixture().namespace()).list().getItems().stream()
        .filter(l -> annotations(l).getOrDefault("rollback.dev/target", "").equals(target))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> annotations(Lease lease) {
    return Optional.ofNullable(lease.getMetadata().getAnnotations()).orElse(Map.of());
  }

  @Override
  protected final String seenFromOutside(String target) {
    return Serialization.asJson(lease(target));
  }

  final LeasePlace<KubernetesReader, KubernetesWriter> place() {
    return connect().leasePlace().orElseThrow();
  }

  final Optional<Claim> read(String target) {
    return place().read(target, connect().reader());
  }

  final boolean replace(String target, Optional<Claim> seen, Claim next) {
    return place().replace(target, seen, next, connect().writer());
  }

  private SystemException foreign(String target) {
    var reading = catchThrowableOfType(SystemException.class, () -> read(target));
    assertThat(reading).isNotNull();
    assertThat(reading.effect()).isEqualTo(SystemException.Effect.NONE);
    var taking =
        catchThrowableOfType(
            SystemException.class, () -> replace(target, Optional.empty(), claim("a", 1)));
    assertThat(taking.problem()).isEqualTo(reading.problem());
    return reading;
  }

  private void edit(Lease lease, UnaryOperator<LeaseBuilder> change) {
    fixture().admin().resource(change.apply(new LeaseBuilder(lease)).build()).update();
  }

  @Test
  void theSpecificationSaysItInTheWordsOfLeases() {
    var hers = claim("a", 3);
    assertThat(replace("words", Optional.empty(), hers)).isTrue();
    var spec = lease("words").getSpec();
    assertThat(lease("words").getMetadata().getName()).isEqualTo("rollback-words");
    assertThat(spec.getHolderIdentity()).isEqualTo(hers.user() + "@host-a/a");
    assertThat(spec.getAcquireTime()).isEqualTo(hers.since().atZone(ZoneOffset.UTC));
    assertThat(spec.getLeaseDurationSeconds()).isEqualTo(30);
    assertThat(spec.getLeaseTransitions()).isEqualTo(3);
    var renewed = Instant.parse("2026-11-22T03:00:10.000001Z");
    assertThat(replace("words", Optional.of(hers), hers.renewedAt(renewed))).isTrue();
    assertThat(lease("words").getSpec().getRenewTime()).isEqualTo(renewed.atZone(ZoneOffset.UTC));
    assertThat(place().where("words"))
        .isEqualTo("lease/rollback-words in namespace " + fixture().namespace());
  }

  @Test
  void whatWasGivenBackHasNoHolder() {
    var hers = claim("a", 1);
    assertThat(replace("free", Optional.empty(), hers)).isTrue();
    assertThat(replace("free", Optional.of(hers), hers.releasedAt(hers.since()))).isTrue();
    assertThat(lease("free").getSpec().getHolderIdentity()).isEmpty();
    assertThat(place().remembers()).isTrue();
  }

  @Test
  void everyInstantAndPeriodIsTakenAndReadBackAsItIs() {
    for (var time : List.of("2026-11-22T03:00:00Z", "2026-11-22T03:00:00.123456789Z")) {
      var now = Instant.parse(time);
      var odd =
          new Claim("u", "h", 1, "r", 5_000_000_000L, now, now, Duration.ofMillis(1500), now());
      assertThat(replace(time, Optional.empty(), odd)).isTrue();
      assertThat(read(time)).contains(odd);
      assertThat(lease(time).getSpec().getLeaseDurationSeconds()).isEqualTo(2);
      assertThat(lease(time).getSpec().getLeaseTransitions()).isEqualTo(Integer.MAX_VALUE);
    }
  }

  private static Optional<Instant> now() {
    return Optional.of(Instant.parse("2026-11-22T03:00:00Z"));
  }

  @Test
  void somebodyElsesLeaseOfThatNameIsNamedAndLeftAlone() {
    var theirs =
        new LeaseBuilder()
            .withNewMetadata()
            .withName("rollback-foreign")
            .withNamespace(fixture().namespace())
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity("scheduler-7")
            .endSpec()
            .build();
    var made = fixture().admin().resource(theirs).create();
    var failure = foreign("foreign");
    assertThat(failure.problem())
        .contains("lease/rollback-foreign in namespace " + fixture().namespace())
        .contains("was not made by rollback; its holder is 'scheduler-7'");
    assertThat(failure.advice().orElse("")).contains("kubectl", "delete lease rollback-foreign");
    assertThat(fixture().admin().resource(theirs).get()).isEqualTo(made);
  }

  @Test
  void aClaimThatCannotBeReadIsNamed() {
    assertThat(replace("broken", Optional.empty(), claim("a", 1))).isTrue();
    edit(
        lease("broken"),
        l ->
            l.editMetadata()
                .addToAnnotations("rollback.dev/claim", "{\"user\":\"u\"}")
                .endMetadata());
    assertThat(foreign("broken").problem()).contains("cannot be read", "$.host is missing");
    edit(
        lease("broken"),
        l -> l.editMetadata().addToAnnotations("rollback.dev/claim", "{").endMetadata());
    assertThat(foreign("broken").problem()).contains("cannot be read");
  }

  @Test
  void aHolderThatAnotherProgramPutThereIsNamed() {
    assertThat(replace("elected", Optional.empty(), claim("a", 1))).isTrue();
    edit(lease("elected"), l -> l.editSpec().withHolderIdentity("operator-1").endSpec());
    assertThat(foreign("elected").problem())
        .contains("its holder is 'operator-1', and its claim says", "@host-a/a'");
  }

  @Test
  void aLeaseThatWasDeletedReadsAsNoneAndIsNotMadeAnewByTheOneWhoHadIt() {
    var hers = claim("a", 1);
    assertThat(replace("deleted", Optional.empty(), hers)).isTrue();
    fixture().admin().resource(lease("deleted")).delete();
    assertThat(read("deleted")).isEmpty();
    assertThat(replace("deleted", Optional.of(hers), hers.renewedAt(hers.since()))).isFalse();
    assertThat(read("deleted")).isEmpty();
    assertThat(replace("deleted", Optional.empty(), claim("b", 1))).isTrue();
  }

  @Test
  void aLeaseDeletedBetweenReadingAndWritingIsNotMadeAnew() {
    var hers = claim("a", 1);
    assertThat(replace("between", Optional.empty(), hers)).isTrue();
    var writer = connect().writer();
    var read = writer.lease("rollback-between").orElseThrow();
    fixture().admin().resource(lease("between")).delete();
    assertThat(writer.update(read)).isFalse();
    assertThat(read("between")).isEmpty();
  }

  @Test
  void thePermissionThatIsMissingIsTheOneThatPreflightNames() {
    assertThat(missing()).isEmpty();
    assertDenied("get", "get leases.coordination.k8s.io/rollback-denied");
    assertDenied("create", "create leases.coordination.k8s.io");
    assertDenied("update", "update leases.coordination.k8s.io/rollback-denied");
  }

  private void assertDenied(String verb, String what) {
    try (var denial = fixture().deny(verb, "leases.coordination.k8s.io", what)) {
      assertThat(missing()).containsExactly(denial.what());
      var failure = catchThrowableOfType(SystemException.class, this::takeRenewAndForget);
      assertThat(failure).as(what).isNotNull();
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(failure.problem()).contains("Not allowed to " + what);
      assertThat(failure.advice().orElse(""))
          .contains("create role", "--verb=" + verb + " --resource=leases.coordination.k8s.io");
    } finally {
      fixture().admin().leases().inNamespace(fixture().namespace()).delete();
    }
  }

  private void takeRenewAndForget() {
    var hers = claim("a", 1);
    assertThat(replace("denied", Optional.empty(), hers)).isTrue();
    assertThat(replace("denied", Optional.of(hers), hers.renewedAt(Instant.EPOCH))).isTrue();
  }

  private List<String> missing() {
    var reader = connect().reader();
    return place().requirements("denied").stream()
        .filter(r -> r.probe().apply(reader) instanceof Finding.Missing)
        .map(Requirement::what)
        .toList();
  }
}
