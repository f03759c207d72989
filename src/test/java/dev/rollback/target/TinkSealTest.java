package dev.rollback.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Sealed;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TinkSealTest {
  private static final String PLACE = "secret/grid-auth KEY";
  private static final byte[] VALUE = "correct horse battery".getBytes(StandardCharsets.UTF_8);

  private final Redactor redactor = new Redactor();
  private final TinkSeal seal = with("0123456789abcdef0123456789abcdef");

  private TinkSeal with(String key) {
    return new TinkSeal(key.getBytes(StandardCharsets.UTF_8), redactor);
  }

  @Test
  void aSealedValueIsTheSameEachTimeAndOpensToItself() {
    var sealed = seal.close(PLACE, VALUE);

    assertThat(sealed)
        .isEqualTo(with("0123456789abcdef0123456789abcdef").close(PLACE, VALUE))
        .isNotEqualTo(seal.close(PLACE, "correct horse batterz".getBytes(StandardCharsets.UTF_8)))
        .isNotEqualTo(seal.close("secret/grid-auth OTHER", VALUE));
    assertThat(seal.open(PLACE, sealed)).isEqualTo(VALUE);
    assertThat(sealed.fingerprint()).hasSize(12);
  }

  @Test
  void bytesThatAreNoTextAreKept() {
    var binary = new byte[] {0, (byte) 0xff, (byte) 0xfe, 1, 2, 3, 4, 5, 6, 0};
    assertThat(seal.open(PLACE, seal.close(PLACE, binary))).isEqualTo(binary);
    assertThat(seal.open(PLACE, seal.close(PLACE, new byte[0]))).isEmpty();
  }

  @Test
  void whatWasSealedIsMasked() {
    var _ = seal.close(PLACE, VALUE);
    assertThat(redactor.redact("it is correct horse battery, or correct+horse+battery"))
        .isEqualTo("it is ***, or ***");
  }

  @Test
  void aShortWordOfASecretIsNotMaskedEverywhere() {
    var _ = seal.close(PLACE, "true".getBytes(StandardCharsets.UTF_8));
    assertThat(redactor.redact("ready: true")).isEqualTo("ready: true");
  }

  @Test
  void anotherKeyOrPlaceOrADamagedBoxOpensNothing() {
    var sealed = seal.close(PLACE, VALUE);
    var bytes = Base64.getDecoder().decode(sealed.box());
    bytes[3] ^= 1;
    var damaged = new Sealed(sealed.fingerprint(), Base64.getEncoder().encodeToString(bytes));

    assertThatThrownBy(() -> with("fedcba9876543210fedcba9876543210").open(PLACE, sealed))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining(PLACE)
        .hasMessageContaining(sealed.fingerprint())
        .hasMessageNotContaining("horse");
    assertThatThrownBy(() -> seal.open("secret/grid-auth OTHER", sealed))
        .isInstanceOf(SystemException.class);
    assertThatThrownBy(() -> seal.open(PLACE, damaged)).isInstanceOf(SystemException.class);
    assertThatThrownBy(() -> seal.open(PLACE, new Sealed("x", "no base64!")))
        .isInstanceOf(SystemException.class);
  }

  @Test
  void aGeneratedValueIsTheSameForOneOccasionAndForNoOther() {
    var once = seal.derive(PLACE, "2026-01-02T03:04:05Z", 32);
    assertThat(once)
        .hasSize(32)
        .isEqualTo(seal.derive(PLACE, "2026-01-02T03:04:05Z", 32))
        .isNotEqualTo(seal.derive(PLACE, "2026-01-02T03:04:06Z", 32))
        .isNotEqualTo(seal.derive(PLACE + "2", "026-01-02T03:04:05Z", 32));
  }
}
