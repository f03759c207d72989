package dev.rollback.target;

import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Doc;
import java.util.Optional;

/** Somebody who may approve, and the keys by which that is known. */
@Doc("Somebody who may approve, and the keys by which that is known.")
public record Person(
    @Doc("The person's name; in an allowed-signers file, the principal.") Located<String> name,
    @Doc("The person's login. Who runs something does not approve it.") Optional<String> user,
    @Doc("An OpenSSH public key: \"ssh-ed25519 AAAA…\".") Optional<Located<String>> key,
    @Doc(
            "Instead of a key: an allowed-signers file, as ssh-keygen has it, with the person's"
                + " keys; a relative path starts at the directory of rollback.yaml.")
        Optional<String> signers) {
  /** Checks that there is one of the two. */
  public Person {
    if (key.isPresent() == signers.isPresent()) {
      throw new IllegalArgumentException(
          "a person has either a 'key' or a 'signers' file, not both and not neither");
    }
  }

  /** Whether this is who runs something. */
  public boolean is(String login) {
    return user.orElse(name.value()).equals(login);
  }
}
