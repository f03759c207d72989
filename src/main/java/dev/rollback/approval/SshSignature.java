package dev.rollback.approval;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What an OpenSSH signature says of itself (PROTOCOL.sshsig): read for messages that name the key
 * and the namespace. Whether it holds is for ssh-keygen to say.
 *
 * @param key the public key, as a line of {@code authorized_keys} has it in Base64
 * @param namespace what it was made for
 */
record SshSignature(String key, String namespace) {
  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
  private static final String END = "-----END SSH SIGNATURE-----";
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads the armored form.
   *
   * @throws IllegalArgumentException when it is none
   */
  static SshSignature of(String armored) {
    var text = armored.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("it is not between the lines of an SSH signature");
    }
    try {
      var body = text.substring(BEGIN.length(), text.length() - END.length());
      var bytes = ByteBuffer.wrap(Base64.getMimeDecoder().decode(body.strip()));
      var magic = new byte[MAGIC.length];
      bytes.get(magic);
      if (!java.util.Arrays.equals(magic, MAGIC) || bytes.getInt() != 1) {
        throw new IllegalArgumentException("it is no SSH signature of version 1");
      }
      var key = string(bytes);
      return new SshSignature(
          Base64.getEncoder().encodeToString(key),
          new String(string(bytes), StandardCharsets.UTF_8));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("it is cut off", e);
    }
  }

  private static byte[] string(ByteBuffer bytes) {
    var length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("it is cut off");
    }
    var value = new byte[length];
    bytes.get(value);
    return value;
  }
}
