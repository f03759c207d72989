package dev.rollback.adapter.redis.keys;

/**
 * How many keys begin alike.
 *
 * @param prefix what stands before and with a colon, printable; {@link Prefixes#NONE}, {@link
 *     Prefixes#OTHERS}
 */
public record PrefixCount(String prefix, long keys) {}
