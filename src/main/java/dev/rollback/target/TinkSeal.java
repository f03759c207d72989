package dev.rollback.target;

import com.google.crypto.tink.subtle.AesSiv;
import dev.rollback.action.Seal;
import dev.rollback.action.Sealed;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals with AES-SIV (RFC 5297), which gives the same box for the same value: states are compared
 * by what they hold. All keys are derived from one by HKDF (RFC 5869). What equal boxes tell
 * somebody who has not the key is that a value came back, which the fingerprints say anyway.
 */
final class TinkSeal implements Seal {
  private static final String ALGORITHM = "HKDF-SHA512";
  private static final int SIV_BYTES = 64;
  private static final int MAC_BYTES = 32;
  private static final int SHOWN = 6;
  private static final int LEAST = 16;
  private static final int MOST = 1024;
  private static final int SHORTEST_MASKED = 8;

  private final byte[] key;
  private final Redactor redactor;

  /**
   * Seals with a key.
   *
   * @param key any bytes that nobody can guess
   */
  TinkSeal(byte[] key, Redactor redactor) {
    this.key = key.clone();
    this.redactor = redactor;
  }

  @Override
  public Sealed close(String place, byte[] value) {
    learn(value);
    try {
      var box = cipher().encryptDeterministically(value, bytes(place));
      return new Sealed(fingerprint(place, value), Base64.getEncoder().encodeToString(box));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-SIV takes any value", e);
    }
  }

  @Override
  public byte[] open(String place, Sealed sealed) {
    try {
      var value =
          cipher().decryptDeterministically(Base64.getDecoder().decode(sealed.box()), bytes(place));
      learn(value);
      return value;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw SystemException.refused(
          "the value of "
              + place
              + " with the fingerprint "
              + sealed.fingerprint()
              + " cannot be opened: it was sealed with another key, or its record is damaged",
          "Work on the machine, and as the user, that made the plan; or give the target the same"
              + " `sealing-key:` that it had then. `evidence verify` tells whether a journal is"
              + " damaged.",
          e);
    }
  }

  @Override
  public byte[] derive(String place, String occasion, int bytes) {
    if (bytes < LEAST || bytes > MOST) {
      throw new IllegalArgumentException(bytes + " bytes; it is " + LEAST + " to " + MOST);
    }
    // A length before each part: no two pairs of texts give the same bytes.
    var about = place.length() + ":" + place + occasion.length() + ":" + occasion;
    return derived("generate " + about, bytes);
  }

  private AesSiv cipher() throws GeneralSecurityException {
    return new AesSiv(derived("seal", SIV_BYTES));
  }

  private String fingerprint(String place, byte[] value) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(derived("fingerprint " + place, MAC_BYTES), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(value), 0, SHOWN);
  }

  private byte[] derived(String purpose, int length) {
    try {
      return KDF.getInstance(ALGORITHM)
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(key)
                  .thenExpand(bytes("rollback/v1 " + purpose), length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 25 platform has " + ALGORITHM, e);
    }
  }

  /** Masking every short word of a Secret ("true", "prod") would leave no output to read. */
  private void learn(byte[] value) {
    if (value.length < SHORTEST_MASKED) {
      return;
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      redactor.learn(Sensitive.of(text));
    } catch (CharacterCodingException e) {
      // Bytes that are no text are shown nowhere as they are; as base64 they might be.
      redactor.learn(Sensitive.of(Base64.getEncoder().encodeToString(value)));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
