package dev.rollback.adapter.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * What is defined in schemas, as a fingerprint: tables with columns, constraints, indexes, triggers
 * and policies, views, sequences, functions, types. Not: rows, owners, grants, comments,
 * statistics.
 *
 * @param fingerprint the same for the same definitions on servers of one major version
 * @param objects how many definitions there are
 */
public record SchemaPrint(String fingerprint, int objects) {
  private static final int DIGITS = 16;

  /**
   * Reads the definitions as they are in this transaction.
   *
   * @param schemas whose
   * @param except tables that are left out, by their names
   */
  public static SchemaPrint of(Sql sql, Collection<String> schemas, Collection<String> except)
      throws SQLException {
    sql.searchPath("pg_catalog");
    var lines = sql.all(definitions(array(schemas), array(except)), row -> row.getString(1));
    return new SchemaPrint(hash(lines), lines.size());
  }

  private static String array(Collection<String> names) {
    return names.stream()
        .map(name -> "'" + name.replace("'", "''") + "'")
        .collect(java.util.stream.Collectors.joining(", ", "ARRAY[", "]::name[]"));
  }

  private static String hash(List<String> lines) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var line : lines) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The schemas are a condition on n, the namespace. */
  private static String definitions(String schemas, String except) {
    return """
    SELECT x.line FROM (
    SELECT 'schema ' || n.nspname AS line FROM pg_namespace n WHERE n.nspname = ANY (%1$s)
    UNION ALL
    SELECT format('relation %%s %%I.%%I %%s', c.relkind, n.nspname, c.relname,
        CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid)
          WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid)
          ELSE coalesce(pg_get_expr(c.relpartbound, c.oid), '') END)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (%1$s) AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        AND NOT (c.relname = ANY (%2$s))
    UNION ALL
    SELECT format('column %%I.%%I %%I %%s %%s %%s %%s %%s %%s', n.nspname, c.relname, a.attname,
        format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        coalesce(to_jsonb(a) ->> 'attgenerated', ''),
        coalesce(pg_get_expr(d.adbin, d.adrelid), ''),
        coalesce((SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation), ''))
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE n.nspname = ANY (%1$s) AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relkind IN ('r', 'p', 'f', 'c') AND NOT (c.relname = ANY (%2$s))
    UNION ALL
    SELECT format('constraint %%I.%%s %%I %%s', n.nspname, k.conrelid::regclass, k.conname,
        pg_get_constraintdef(k.oid))
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
      LEFT JOIN pg_class c ON c.oid = k.conrelid
      WHERE n.nspname = ANY (%1$s) AND NOT (coalesce(c.relname, '') = ANY (%2$s))
    UNION ALL
    SELECT 'index ' || pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN ''
        ELSE ' invalid' END
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (%1$s) AND NOT (c.relname = ANY (%2$s))
    UNION ALL
    SELECT 'trigger ' || t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (%1$s) AND NOT t.tgisinternal
    UNION ALL
    SELECT format('policy %%I.%%I %%I %%s %%s %%s', p.schemaname, p.tablename, p.policyname,
        p.cmd, p.qual, p.with_check)
      FROM pg_policies p WHERE p.schemaname = ANY (%1$s)
    UNION ALL
    SELECT format('function %%I.%%I(%%s) %%s %%s %%s', n.nspname, f.proname,
        pg_get_function_arguments(f.oid), pg_get_function_result(f.oid),
        (SELECT l.lanname FROM pg_language l WHERE l.oid = f.prolang), md5(f.prosrc))
      FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
      WHERE n.nspname = ANY (%1$s)
    UNION ALL
    SELECT format('type %%I.%%I %%s %%s', n.nspname, t.typname, t.typtype,
        coalesce((SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
          FROM pg_enum e WHERE e.enumtypid = t.oid),
          format_type(nullif(t.typbasetype, 0), t.typtypmod), ''))
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname = ANY (%1$s) AND t.typtype IN ('e', 'd', 'r')
    ) x ORDER BY x.line COLLATE "C"
    """
        .formatted(schemas, except);
  }
}
