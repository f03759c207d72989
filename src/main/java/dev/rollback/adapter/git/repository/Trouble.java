package dev.rollback.adapter.git.repository;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What git, ssh, curl and servers are known to object, in the order in which it is looked for. All
 * but {@link #BROKEN} are said before anything was changed on the other side.
 */
enum Trouble {
  NO_REPOSITORY(
      "^not a git repository",
      "there is no git repository",
      "Correct `directory` of this connection, or clone the repository there."),
  OWNER(
      "dubious ownership",
      "git refuses the repository because it belongs to another user",
      "Check whose it is; if that is as it should be: git config --global --add safe.directory"
          + " THE-FOLDER"),
  GAPS(
      "from promisor remote",
      "the clone is a partial one and lacks what is to be read",
      "Have git fetch it by doing the same by hand: git status, git log. rollback does not write"
          + " into the clone."),
  LOCKED(
      "Unable to create '.*\\.lock': File exists",
      "a lock file is there: another git is at work, or one was killed at it",
      "Wait for the other one, or, where none runs, remove the lock file that is named."),
  IDENTITY(
      "tell me who you are|unable to auto-detect email|empty ident name|no (email|name) was given",
      "git does not know who commits",
      "Tell it: git config --global user.name NAME; git config --global user.email ADDRESS"),
  SIGNING(
      "failed to sign|failed to write commit object|user\\.signingkey needs|cannot run"
          + " (gpg|ssh-keygen)|unsupported value for gpg",
      "the commit could not be signed",
      "Sign one by hand (git commit -S --allow-empty), so that the key's agent knows the"
          + " passphrase; or have commit.gpgsign switched off."),
  HOST_KEY(
      "Host key verification failed",
      "ssh does not know the host's key, or it has changed",
      "Connect once by hand with ssh and compare the key, then try again."),
  UNKNOWN_HOST(
      "Could not resolve host|unable to look up|Name or service not known",
      "the name of the host cannot be resolved",
      "Check the remote's URL (git remote -v), VPN and name service."),
  TLS(
      "SSL certificate|certificate verification failed|SSL_ERROR|gnutls_handshake|TLS connect",
      "there is no secure connection",
      "Check that the server's certificate is trusted here: http.sslCAInfo, and the clock."),
  UNREACHABLE(
      "Connection refused|Connection timed out|Failed to connect|Couldn't connect"
          + "|No route to host|Network is unreachable|unable to connect|Operation timed out",
      "nothing answers",
      "Check the remote's URL (git remote -v), network, VPN and firewall."),
  CREDENTIALS(
      "Permission denied \\(|Authentication failed|could not read (Username|Password)"
          + "|returned error: 401|Invalid username or|Too many authentication failures",
      "it does not know who asks",
      "Give git what it needs to log in without asking: a key in ssh-agent, or a credential"
          + " helper. By hand: git ls-remote"),
  FORBIDDEN(
      "returned error: 403|Permission to .* denied|access denied|service not enabled"
          + "|insufficient permission|not allowed to|unable to create temporary object directory"
          + "|Read-only file system|protected ref",
      "this user may not do that there",
      "Have it granted by who administers the repository, or log in as another user."),
  NOT_THERE(
      "Repository not found|repository '.*' not found|does not appear to be a git repository"
          + "|returned error: 404|no such repository",
      "there is no repository, or none that this user may see",
      "Check the remote's URL (git remote -v) and who you are there."),
  DISK_FULL(
      "No space left on device|Disk quota exceeded",
      "the disk is full",
      "Make room, then try again."),
  TRANSPORT(
      "transport '.*' not allowed|remote helper|'remote-.*' is not a git command|cannot run",
      "git cannot speak the protocol of its URL",
      "Check the remote's URL (git remote -v) and protocol.allow; install what is missing."),
  SERVER(
      "returned error: 5\\d\\d",
      "the server has a problem of its own",
      "See whether the server is well, then try again."),
  BROKEN(
      "hung up unexpectedly|early EOF|RPC failed|Broken pipe|Connection reset"
          + "|unexpected disconnect|failed to report status|Connection closed",
      "the connection broke",
      "Check the server, then try again.");

  private final Pattern said;
  private final String what;
  private final String advice;

  Trouble(String said, String what, String advice) {
    this.said = Pattern.compile(said, Pattern.CASE_INSENSITIVE);
    this.what = what;
    this.advice = advice;
  }

  /** The one that these words tell of; of the other side's words only refusals are taken. */
  static Optional<Trouble> told(Words words) {
    return Arrays.stream(values())
        .filter(
            t ->
                words.own().stream().anyMatch(t::in)
                    || (t.saidByRemote() && words.remote().stream().anyMatch(t::in)))
        .findFirst();
  }

  private boolean in(String line) {
    return said.matcher(line).find();
  }

  private boolean saidByRemote() {
    return this == FORBIDDEN || this == NOT_THERE || this == CREDENTIALS || this == DISK_FULL;
  }

  /** Whether it is a matter of who asks and what they may do. */
  boolean permission() {
    return this == CREDENTIALS || this == FORBIDDEN;
  }

  /** Whether what was asked for was certainly not done. */
  boolean beforeAnything() {
    return this != BROKEN && this != SERVER && this != DISK_FULL;
  }

  String what() {
    return what;
  }

  String advice() {
    return advice;
  }
}
