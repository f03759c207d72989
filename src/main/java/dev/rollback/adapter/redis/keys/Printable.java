package dev.rollback.adapter.redis.keys;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Shows the bytes of a key name on one line: text where it is text, {@code <ff>} for the bytes of a
 * name that is none.
 */
final class Printable {
  private static final int LONGEST = 80;

  private Printable() {}

  static String of(byte[] name) {
    var text = new StringBuilder();
    for (var c : decode(name).toCharArray()) {
      if (text.length() >= LONGEST) {
        return text.append('…').toString();
      }
      text.append(shown(c));
    }
    return text.toString();
  }

  private static String shown(char c) {
    if (c == '\\') {
      return "\\\\";
    }
    var hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    return hidden ? "\\u%04x".formatted((int) c) : String.valueOf(c);
  }

  private static String decode(byte[] name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return hex(name);
    }
  }

  /** For a name that is no text at all. */
  private static String hex(byte[] name) {
    var text = new StringBuilder();
    for (var b : name) {
      text.append(b > ' ' && b < 0x7f ? String.valueOf((char) b) : "<%02x>".formatted(b & 0xff));
    }
    return text.toString();
  }
}
