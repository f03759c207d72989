package dev.rollback.action;

import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** How a value is made that nobody has seen. */
@Doc("A value that is generated: it goes where it belongs and nowhere else.")
public record Generate(
    @Doc("How many bytes that nobody can guess, 16 to 1024.") @Default("32") int bytes,
    @Doc("How they are written as text; base64url is without padding.") @Default("hex")
        Encoding encoding,
    @Doc(
            "A name for the value. Steps of one run that generate a value of the same name, with"
                + " the same bytes and encoding, make the same value: a role's new password and the"
                + " Secret that has it.")
        Optional<String> name) {
  private static final int LEAST = 16;
  private static final int MOST = 1024;

  /** How bytes become text. */
  public enum Encoding {
    /** Two hex digits in lower case for each byte. */
    HEX,
    /** RFC 4648, section 4. */
    BASE64,
    /** RFC 4648, section 5, without padding. */
    BASE64URL
  }

  /** Refuses what could be guessed. */
  public Generate {
    if (name.filter(n -> !n.matches("[a-z0-9][a-z0-9-]*")).isPresent()) {
      throw new IllegalArgumentException("`name` has small letters, digits and - only");
    }
    if (bytes < LEAST || bytes > MOST) {
      throw new IllegalArgumentException(
          "bytes is %d; it can be %d to %d".formatted(bytes, LEAST, MOST));
    }
  }

  /** One that has no name. */
  public Generate(int bytes, Encoding encoding) {
    this(bytes, encoding, Optional.empty());
  }

  /**
   * The value: kept nowhere, made again whenever it is needed, and known to the redactor from then
   * on.
   *
   * @param place where the value belongs; of one with a name it is the same wherever it belongs
   * @param occasion the moment of the plan
   * @throws dev.rollback.diagnostic.SystemException as {@link Seal#derive}
   */
  public byte[] value(Seal seal, String place, String occasion) {
    var from = name.map(n -> "the value " + n).orElse(place);
    var text = encode(seal.derive(from, occasion, bytes)).getBytes(StandardCharsets.UTF_8);
    return seal.open(place, seal.close(place, text));
  }

  private String encode(byte[] value) {
    return switch (encoding) {
      case HEX -> HexFormat.of().formatHex(value);
      case BASE64 -> Base64.getEncoder().encodeToString(value);
      case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    };
  }

  /** {@code 32 bytes as hex}. */
  public String text() {
    return bytes
        + " bytes as "
        + switch (encoding) {
          case HEX -> "hex";
          case BASE64 -> "base64";
          case BASE64URL -> "base64url";
        };
  }
}
