package dev.rollback.yaml;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes to text, refusing what is not UTF-8 instead of replacing it. */
final class Utf8 {
  private Utf8() {}

  static Checked<SourceFile> decode(String name, byte[] bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length + 1);
    var result = decoder.decode(in, out, true);
    if (result.isError()) {
      return new Checked.Invalid<>(List.of(malformed(name, bytes, in.position())));
    }
    return Checked.valid(new SourceFile(name, out.flip().toString()));
  }

  private static Diagnostic malformed(String name, byte[] bytes, int at) {
    var line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return Diagnostic.error(
            "%s is not UTF-8: byte 0x%02x at offset %d, in line %d"
                .formatted(name, bytes[at], at, line))
        .advise(
            "Save the file as UTF-8%s.".formatted(utf16(bytes) ? "; it looks like UTF-16" : ""));
  }

  private static boolean utf16(byte[] bytes) {
    return bytes.length > 1
        && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
            || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
  }
}
