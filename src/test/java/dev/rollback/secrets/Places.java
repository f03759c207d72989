package dev.rollback.secrets;

import dev.rollback.action.Catalog;
import dev.rollback.action.SecretRef;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import dev.rollback.target.Configuration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Where a reference to a secret can be written, read from the shapes of settings and inputs. */
final class Places {
  private final Set<String> found = new TreeSet<>();
  private final Set<Class<?>> within = new HashSet<>();

  private Places() {}

  /** All of them: {@code redis: sentinel.password}, {@code http.get: bearer}. */
  static Set<String> of(Catalog catalog) {
    var places = new Places();
    places.collect("target:", Shapes.ofRecord(Configuration.Head.class));
    catalog
        .adapters()
        .forEach(a -> places.collect(a.system() + ":", Shapes.ofRecord(a.settings())));
    catalog
        .entries()
        .forEach(e -> places.collect(e.type().name() + ":", Shapes.ofRecord(e.type().inputs())));
    return places.found;
  }

  private void collect(String path, Shape shape) {
    switch (shape) {
      case Shape.Maybe(var inner) -> collect(path, inner);
      case Shape.ListOf(var inner) -> collect(path, inner);
      case Shape.MapOf(var inner) -> collect(path, inner);
      case Shape.At(var inner) -> collect(path, inner);
      case Shape.Aside(var inner) -> collect(path, inner);
      case Shape.RecordOf form ->
          form.components().forEach(c -> collect(below(path, c.key()), c.shape()));
      case Shape.OneOf one when one.type() == SecretRef.class -> found.add(path);
      case Shape.OneOf one -> variants(path, one);
      case Shape.Text _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Period _,
          Shape.Moment _,
          Shape.Day _,
          Shape.Choice _,
          Shape.Tree _,
          Shape.AsWritten _,
          Shape.Planned _ -> {}
    }
  }

  private void variants(String path, Shape.OneOf one) {
    if (within.add(one.type())) {
      one.variants().values().forEach(variant -> collect(path, variant));
      within.remove(one.type());
    }
  }

  private static String below(String path, String key) {
    return path + (path.endsWith(":") ? " " : ".") + key;
  }
}
