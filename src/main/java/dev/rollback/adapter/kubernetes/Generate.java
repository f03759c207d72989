package dev.rollback.adapter.kubernetes;

import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.Base64;
import java.util.HexFormat;

/** How a value is made that nobody has seen. */
@Doc("A value that is generated: it goes to its Secret and nowhere else.")
public record Generate(
    @Doc("How many bytes that nobody can guess, 16 to 1024.") @Default("32") int bytes,
    @Doc("How they are written as text; base64url is without padding.") @Default("hex")
        Encoding encoding) {
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
    if (bytes < LEAST || bytes > MOST) {
      throw new IllegalArgumentException(
          "bytes is %d; it can be %d to %d".formatted(bytes, LEAST, MOST));
    }
  }

  /** Bytes as they stand in the Secret. */
  String encode(byte[] value) {
    return switch (encoding) {
      case HEX -> HexFormat.of().formatHex(value);
      case BASE64 -> Base64.getEncoder().encodeToString(value);
      case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    };
  }

  /** {@code 32 bytes as hex}. */
  String text() {
    return bytes
        + " bytes as "
        + switch (encoding) {
          case HEX -> "hex";
          case BASE64 -> "base64";
          case BASE64URL -> "base64url";
        };
  }
}
