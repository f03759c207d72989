package dev.rollback.adapter.redis.keys;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A set of key names, eight to sixteen bytes for each: the first 64 bits of the SHA-256 of a name
 * stand for the name. Among ten million names the chance that any two are taken for one is below
 * one in three hundred thousand.
 */
final class KeyNames {
  private long[] slots = new long[1 << 10];
  private boolean zero;
  private int size;

  /** Adds a name; false when it was there. */
  boolean add(long name) {
    if (name == 0) { // an empty slot is zero, so this one is kept apart
      var added = !zero;
      zero = true;
      return added;
    }
    var slot = slot(name);
    if (slots[slot] == name) {
      return false;
    }
    slots[slot] = name;
    size++;
    if (size > slots.length / 4 * 3) {
      grow();
    }
    return true;
  }

  /** A cursor that gives each name of this set once. The set must not be added to meanwhile. */
  Once once() {
    return new Once();
  }

  private int slot(long name) {
    var mask = slots.length - 1;
    var slot = (int) name & mask;
    while (slots[slot] != 0 && slots[slot] != name) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    var old = slots;
    slots = new long[Math.multiplyExact(old.length, 2)];
    Arrays.stream(old).filter(name -> name != 0).forEach(name -> slots[slot(name)] = name);
  }

  /** Remembers which names of the set were asked for. */
  final class Once {
    private final BitSet taken = new BitSet();

    /** Whether the name is in the set and is asked for the first time. */
    boolean take(long name) {
      var slot = name == 0 ? slots.length : slot(name);
      var member = name == 0 ? zero : slots[slot] == name;
      if (!member || taken.get(slot)) {
        return false;
      }
      taken.set(slot);
      return true;
    }
  }
}
