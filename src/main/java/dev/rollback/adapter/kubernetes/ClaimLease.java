package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Claim;
import dev.rollback.shape.Codec;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * A claim as a Lease: in the specification as everybody reads it who knows leases, and in an
 * annotation as it is, to be read back.
 */
final class ClaimLease {
  private static final String CLAIM = "rollback.dev/claim";
  private static final String TARGET = "rollback.dev/target";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Codec<Claim> CODEC = Codec.of(Claim.class);

  private ClaimLease() {}

  /** A new lease for a target. */
  static Lease create(String target, Claim claim) {
    var empty =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(LeaseName.of(target))
            .addToLabels(MANAGED_BY, "rollback")
            .addToAnnotations(TARGET, target)
            .endMetadata()
            .build();
    return with(empty, claim);
  }

  /** The same lease with another claim. */
  static Lease with(Lease lease, Claim claim) {
    return new LeaseBuilder(lease)
        .editMetadata()
        .addToAnnotations(CLAIM, CODEC.encode(claim).toString())
        .endMetadata()
        .editOrNewSpec()
        .withHolderIdentity(holder(claim))
        .withAcquireTime(time(claim.since()))
        .withRenewTime(time(claim.renewed()))
        .withLeaseDurationSeconds(seconds(claim.lasts()))
        .withLeaseTransitions((int) Math.min(Integer.MAX_VALUE, claim.token()))
        .endSpec()
        .build();
  }

  /**
   * The claim that was written.
   *
   * @throws IllegalArgumentException saying why it is not a lease of this target's
   */
  static Claim read(String target, Lease lease) {
    var notes = Optional.ofNullable(lease.getMetadata().getAnnotations()).orElse(Map.of());
    var text = notes.get(CLAIM);
    if (text == null) {
      throw new IllegalArgumentException(
          "was not made by rollback; its holder is '%s'".formatted(holder(lease)));
    }
    if (!target.equals(notes.get(TARGET))) {
      throw new IllegalArgumentException("belongs to the target '%s'".formatted(notes.get(TARGET)));
    }
    var claim = parse(text);
    if (!holder(claim).equals(holder(lease))) {
      throw new IllegalArgumentException(
          "was written by something else than rollback: its holder is '%s', and its claim says '%s'"
              .formatted(holder(lease), holder(claim)));
    }
    return claim;
  }

  private static Claim parse(String text) {
    try {
      return CODEC.decode(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private static IllegalArgumentException unreadable(String why, Exception cause) {
    return new IllegalArgumentException(
        "holds a claim that cannot be read (%s: %s)".formatted(CLAIM, why), cause);
  }

  /** Nobody's when it was given back. */
  private static String holder(Claim claim) {
    return claim.held() ? claim.user() + "@" + claim.host() + "/" + claim.run() : "";
  }

  private static String holder(Lease lease) {
    return Optional.ofNullable(lease.getSpec()).map(s -> s.getHolderIdentity()).orElse("");
  }

  private static ZonedDateTime time(Instant instant) {
    return instant.atZone(ZoneOffset.UTC);
  }

  /** Whole seconds, never too few, and at least one, as the API demands. */
  private static int seconds(Duration lasts) {
    var whole = lasts.plusSeconds(1).minusNanos(1).toSeconds();
    return Math.clamp(whole, 1, Integer.MAX_VALUE);
  }
}
