package dev.rollback.adapter.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A lock that PostgreSQL keeps for whoever asks for it by this number, in one database. */
record AdvisoryLock(long key) {
  /** The lock for moving the target of this name. */
  static AdvisoryLock forTarget(String target) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("rollback lease " + target).getBytes(StandardCharsets.UTF_8));
      return new AdvisoryLock(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The condition for its rows in pg_locks, which is {@code l}. */
  String held() {
    return """
    l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.classid::pg_catalog.int8 = %d AND l.objid::pg_catalog.int8 = %d
    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
      WHERE d.datname = pg_catalog.current_database())\
    """
        .formatted(classid(), objid());
  }

  /** The upper half, as pg_locks shows it. */
  long classid() {
    return key >>> 32;
  }

  /** The lower half, as pg_locks shows it. */
  long objid() {
    return key & 0xffff_ffffL;
  }
}
