package dev.rollback.adapter.redis.link;

import java.util.regex.Pattern;

/** The refusals of a Redis server that a person can do something about. */
enum Refusal {
  PASSWORD(
      "WRONGPASS|invalid password",
      "does not accept the user and the password",
      "Check `username:` and what `password:` refers to, in rollback.yaml."),
  NO_PASSWORD(
      "NOAUTH",
      "asks for a password, and none is configured",
      "Give `password:` as a reference, for example {env: REDIS_PASSWORD}."),
  NEEDLESS_PASSWORD(
      "without any password configured",
      "has no password, but one is configured",
      "Remove `password:` from rollback.yaml, or give the server a password."),
  PERMISSION(
      "NOPERM|The user executing the script can't",
      "does not permit it while %s: %s",
      "Grant what is missing: ACL SETUSER %s +COMMAND ~PATTERN."),
  REPLICA(
      "READONLY",
      "is a replica and takes no writes",
      "Name the master in rollback.yaml; `identity: {role: master}` makes sure of it."),
  MEMORY(
      "OOM ",
      "is out of memory and takes no writes (it refused while %s)",
      "Raise maxmemory or free some; then resume."),
  LOADING("LOADING", "is still loading its data", "Wait until it has come up; then try again."),
  DISK(
      "MISCONF",
      "takes no writes because it cannot save to its disk",
      "Look at the server's log and its disk."),
  REPLICAS(
      "NOREPLICAS",
      "takes no writes because too few replicas are connected",
      "Look at its replicas and at min-replicas-to-write."),
  BUSY("BUSY ", "is busy with a script", "Wait for it or end it with SCRIPT KILL."),
  CLUSTER(
      "MOVED \\d|ASK \\d|CROSSSLOT|CLUSTERDOWN|TRYAGAIN|non local key",
      "is a part of a cluster that is changing or not whole: %2$s (while %1$s)",
      "See redis-cli --cluster check; go on when the cluster is whole again."),
  WRONG_TYPE(
      "WRONGTYPE",
      "has another kind of value there than rollback puts there (while %s)",
      "See what it is, with TYPE, and who put it there; delete it if nothing needs it."),
  LATE(
      "LATE by",
      "got a request later than it was waited for, and did nothing: %2$s (while %1$s)",
      "See what holds up the network or the server, or whether its clock was set; then resume."),
  DATABASE("DB index", "has no such database", "Check the number at the end of `uri`."),
  OLD(
      "unknown command",
      "does not know a command that is needed (while %s): %s",
      "Redis 6.0 or later is needed, and no command may be renamed."),
  PARAMETER(
      "CONFIG SET failed|Unsupported CONFIG parameter|for CONFIG SET|Unknown option or number of",
      "does not take it while %s: %s",
      "Write a value that it takes; or change it in its configuration file and restart it."),
  PROTECTED(
      "DENIED",
      "is in protected mode and takes no connections from other machines",
      "Give it a password or an access control list; or connect from its own machine."),
  CLIENTS(
      "max number of clients",
      "takes no more connections: its maxclients is reached",
      "See who holds them with CLIENT LIST, or raise maxclients."),
  NO_MASTER(
      "MASTERDOWN",
      "is a replica that has lost its master and answers nothing",
      "Name the master in rollback.yaml, and look at the replication."),
  PAYLOAD(
      "Bad data format|DUMP payload version",
      "cannot read a saved value: %2$s (while %1$s)",
      "Restore into a server of the version that it was saved from, or a later one.");

  private final Pattern signs;
  private final String what;
  private final String advice;

  Refusal(String signs, String what, String advice) {
    this.signs = Pattern.compile(signs);
    this.what = what;
    this.advice = advice;
  }

  boolean tells(String reply) {
    return signs.matcher(reply).find();
  }

  String what(String doing, String reply) {
    return what.formatted(doing, reply) + ".";
  }

  String advice(String user) {
    return advice.formatted(user);
  }
}
