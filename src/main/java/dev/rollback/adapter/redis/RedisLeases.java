package dev.rollback.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.action.Claim;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Codec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Claims as JSON under keys of the connection's database: {@code rollback:lease:production}.
 *
 * @param database its number
 */
public record RedisLeases(int database) implements LeasePlace<RedisReader, RedisWriter> {
  /** What the keys of all leases begin with. */
  public static final String PREFIX = "rollback:lease:";

  /** How long a claim stays that was given back: no run that has lost its target sleeps longer. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private static final byte[] PREFIX_BYTES = PREFIX.getBytes(US_ASCII);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Codec<Claim> CODEC = Codec.of(Claim.class);

  /** Whether this key is a lease's; no step counts or deletes such a key. */
  public static boolean holds(byte[] key) {
    return key.length >= PREFIX_BYTES.length
        && Arrays.equals(key, 0, PREFIX_BYTES.length, PREFIX_BYTES, 0, PREFIX_BYTES.length);
  }

  /**
   * The key of a target's lease: any other character than a letter or a digit of ASCII, {@code . _
   * -} is written as %XX.
   */
  public static String key(String target) {
    var key = new StringBuilder(PREFIX);
    for (var b : target.getBytes(UTF_8)) {
      var c = (char) (b & 0xff);
      var plain = c < 0x80 && (Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
      key.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return key.toString();
  }

  @Override
  public String where(String target) {
    return "key %s in database %d".formatted(key(target), database);
  }

  @Override
  public List<Requirement<RedisReader>> requirements(String target) {
    return RedisNeeds.forRegister(key(target), PREFIX + "*");
  }

  @Override
  public Optional<Claim> read(String target, RedisReader system) {
    return system.value(bytes(target)).map(value -> claim(target, value));
  }

  @Override
  public boolean replace(String target, Optional<Claim> seen, Claim next, RedisWriter system) {
    return system.replaceValue(
        bytes(target),
        now -> now.map(value -> claim(target, value)).equals(seen),
        CODEC.encode(next).toString().getBytes(UTF_8),
        next.held() ? Optional.empty() : Optional.of(REMEMBERED));
  }

  /**
   * A claim that was given back stays for a month. What a FLUSHDB takes away, held or not, reads as
   * if nothing had ever stood there.
   */
  @Override
  public boolean remembers() {
    return true;
  }

  private static byte[] bytes(String target) {
    return key(target).getBytes(US_ASCII);
  }

  private Claim claim(String target, byte[] value) {
    try {
      return CODEC.decode(JSON.readTree(new String(value, UTF_8)));
    } catch (JsonProcessingException e) {
      throw foreign(target, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw foreign(target, String.valueOf(e.getMessage()), e);
    }
  }

  private SystemException foreign(String target, String why, Exception cause) {
    return SystemException.refused(
        "The %s holds no claim of rollback's that can be read: %s.".formatted(where(target), why),
        "See what it is: GET %s. If nothing needs it: DEL %s".formatted(key(target), key(target)),
        cause);
  }
}
