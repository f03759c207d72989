package dev.rollback.adapter.host.machine;

import dev.rollback.process.Output;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What ssh is known to object, in the order in which it is looked for. */
enum SshTrouble {
  CHANGED_KEY(
      "REMOTE HOST IDENTIFICATION HAS CHANGED|POSSIBLE DNS SPOOFING",
      "the host's key is another one than the one that is known",
      "Either the machine was set up anew, or somebody is in between. Ask who administers it for"
          + " its key; only then: ssh-keygen -R HOST, and connect once by hand with ssh %s."),
  UNKNOWN_KEY(
      "Host key verification failed|No .* host key is known",
      "ssh does not know the host's key",
      "Connect once by hand with ssh %s and compare the key, then try again."),
  REFUSED_LOGIN(
      "Permission denied \\(|Too many authentication failures|No more authentication methods",
      "it does not let this user in",
      "Give ssh a key that it need not ask for: in ssh-agent, or by IdentityFile in ~/.ssh/config."
          + " By hand: ssh -o BatchMode=yes %s true"),
  UNKNOWN_HOST(
      "Could not resolve hostname|Name or service not known",
      "the name of the host cannot be resolved",
      "Check the name in rollback.yaml, ~/.ssh/config, VPN and name service."),
  UNREACHABLE(
      "Connection refused|timed out|No route to host|Network is unreachable|Connection reset"
          + "|Connection closed|kex_exchange_identification|banner exchange",
      "no ssh server answers",
      "Check that it is up, and the port, network, VPN and firewall."),
  CONFIGURATION(
      "Bad configuration option|Bad owner or permissions|terminating, \\d+ bad configuration",
      "ssh cannot use its own configuration",
      "Correct it: ssh -G %s"),
  NO_ACCOUNT(
      "account is currently not available|account has expired|Your password has expired"
          + "|Password change required",
      "the account there may not run programs",
      "Log in as another user, or have the account mended.");

  private final Pattern said;
  private final String what;
  private final String advice;

  SshTrouble(String said, String what, String advice) {
    this.said = Pattern.compile(said, Pattern.CASE_INSENSITIVE);
    this.what = what;
    this.advice = advice;
  }

  /** The one that these words tell of. */
  static Optional<SshTrouble> told(Output err) {
    return Arrays.stream(values()).filter(t -> t.said.matcher(err.text()).find()).findFirst();
  }

  String what() {
    return what;
  }

  String advice(String destination) {
    return advice.replace("%s", destination);
  }
}
