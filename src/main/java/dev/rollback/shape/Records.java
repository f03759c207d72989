package dev.rollback.shape;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Takes records apart and puts them together, by their canonical constructor. */
public final class Records {
  /** Looked up once for each type: decoding a long journal makes hundreds of thousands. */
  private static final ClassValue<Constructor<?>> CANONICAL =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          return canonical(type);
        }
      };

  private Records() {}

  /** The value of one component. */
  public static Object get(Object value, Shape.Component component) {
    try {
      return component.accessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "the accessor of a record component failed: " + component.key(), e);
    }
  }

  /**
   * A record of these components, in their order.
   *
   * @throws IllegalArgumentException as the record's own constructor throws it: its message is for
   *     the person who wrote the values
   */
  public static <T extends Record> T make(Class<T> type, List<?> components) {
    try {
      return type.cast(CANONICAL.get(type).newInstance(components.toArray()));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record cannot be made: " + type.getName(), e);
    }
  }

  private static Constructor<?> canonical(Class<?> type) {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }
}
