package dev.rollback;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The house of docs/design: which room may know which, and what is done in one room only. */
@AnalyzeClasses(packages = "dev.rollback", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String BASE = "dev.rollback.";

  /** What each room may know besides itself; {@code cli} knows all and is known by none. */
  private static final Map<String, List<String>> ROOMS =
      Map.ofEntries(
          Map.entry("diagnostic", List.of()),
          Map.entry("console", List.of("diagnostic")),
          Map.entry("sandbox", List.of("diagnostic")),
          Map.entry("shape", List.of("diagnostic")),
          Map.entry("action", List.of("shape", "diagnostic")),
          Map.entry("condition", List.of("shape", "diagnostic")),
          Map.entry("yaml", List.of("shape", "diagnostic")),
          Map.entry("web", List.of("action", "shape", "diagnostic")),
          Map.entry("process", List.of("diagnostic")),
          Map.entry("adapter", List.of("web", "process", "action", "shape", "diagnostic")),
          Map.entry("approval", List.of("target", "plan", "action", "shape", "diagnostic")),
          Map.entry("target", List.of("action", "yaml", "shape", "diagnostic")),
          Map.entry("scenario", List.of("action", "yaml", "condition", "shape", "diagnostic")),
          Map.entry("plan", List.of("scenario", "action", "condition", "shape", "diagnostic")),
          Map.entry(
              "run", List.of("plan", "scenario", "action", "condition", "shape", "diagnostic")),
          Map.entry("journal", List.of("run", "plan", "action", "shape", "diagnostic")),
          Map.entry("lease", List.of("run", "action", "shape", "diagnostic")),
          Map.entry("lint", List.of("plan", "scenario", "action", "yaml", "shape", "diagnostic")),
          Map.entry(
              "report",
              List.of("run", "plan", "lint", "scenario", "action", "shape", "diagnostic")));

  @ArchTest
  static void everyClassHasARoom(JavaClasses all) {
    assertThat(all.stream().map(ArchitectureTest::room).distinct())
        .contains("diagnostic")
        .isSubsetOf(Stream.concat(ROOMS.keySet().stream(), Stream.of("cli")).toList());
  }

  @ArchTest
  static void aRoomKnowsOnlyTheRoomsBelowIt(JavaClasses all) {
    ROOMS.forEach((room, below) -> knowsOnly(room, below).check(all));
  }

  @ArchTest
  static void aClassThatKnowsTooMuchIsFound(JavaClasses all) {
    var stricter = knowsOnly("action", List.of()).evaluate(all);
    assertThat(stricter.hasViolation()).isTrue();
  }

  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CYCLES =
      slices().assignedFrom(new ByRoom()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_ADAPTER_KNOWS_ANOTHER =
      slices().matching(BASE + "adapter.(*)..").should().notDependOnEachOther();

  /** {@code adapter.redis} itself puts its parts together and is known by them; they are ordered. */
  @ArchTest
  static final ArchRule THE_PARTS_OF_AN_ADAPTER_HAVE_NO_CYCLES =
      slices().matching(BASE + "adapter.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_COMPOSITION_ROOT_NAMES_ADAPTERS_AND_THE_SANDBOX =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE + "cli..", BASE + "adapter..", BASE + "sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BASE + "adapter..", BASE + "sandbox..");

  /** A plan is made by readers, and by writers of systems that are only imagined. */
  @ArchTest
  static final ArchRule ONLY_A_RUN_AND_A_LEASE_ARE_GIVEN_A_WRITER =
      noClasses()
          .that()
          .resideOutsideOfPackages(BASE + "run..", BASE + "lease..")
          .should()
          .accessTargetWhere(useOf("writer"));

  @ArchTest
  static final ArchRule ONLY_A_PLAN_IMAGINES =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "plan..")
          .should()
          .accessTargetWhere(useOf("imagined"));

  @ArchTest
  static final ArchRule ONLY_THE_CONSOLE_HAS_THE_STANDARD_STREAMS =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "console..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule NOTHING_SLEEPS_INSTEAD_OF_WAITING_FOR_A_CONDITION =
      noClasses()
          .should()
          .callMethodWhere(
              describe(
                  "Thread.sleep",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Thread.class)
                          && call.getName().equals("sleep")));

  @ArchTest
  static final ArchRule ONE_LOGGING_API =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.rollback.adapter.postgres.DriverLog")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  /** Elsewhere a type does it; {@code cli} makes the commands for picocli by their constructors. */
  @ArchTest
  static final ArchRule ONLY_SHAPES_REFLECT =
      noClasses()
          .that(
              resideInAPackage("dev.rollback..")
                  .and(not(describe("may reflect", ArchitectureTest::mayReflect))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.reflect..");

  @ArchTest
  static final ArchRule NO_MOCKING_LIBRARY =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("org.mockito..", "org.junit..");

  @ArchTest
  static final ArchRule NO_STATIC_FIELD_CAN_BE_SET =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes().should(beInANullMarkedPackage());

  /** A call or a reference; what the compiler makes for another return type is none. */
  private static DescribedPredicate<JavaAccess<?>> useOf(String method) {
    return describe(
        "Connection." + method,
        use ->
            use.getTargetOwner().isAssignableTo(dev.rollback.action.Connection.class)
                && use.getName().equals(method)
                && !use.getOrigin().getModifiers().contains(JavaModifier.BRIDGE));
  }

  private static ArchRule knowsOnly(String room, List<String> below) {
    var allowed =
        Stream.concat(Stream.of(room), below.stream())
            .map(name -> BASE + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(BASE + room + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.rollback..").and(not(resideInAnyPackage(allowed))))
        .as("%s should know of ours only %s".formatted(room, below))
        .allowEmptyShould(true);
  }

  private static String room(JavaClass type) {
    return Arrays.stream(type.getPackageName().substring(BASE.length()).split("\\."))
        .findFirst()
        .orElseThrow();
  }

  private static boolean mayReflect(JavaClass type) {
    return room(type).equals("shape")
        || type.getName().equals(BASE + "cli.CommandFactory")
        || type.isRecord()
        || type.isEnum();
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package whose package-info is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getPackageName() + ": no package-info with @NullMarked"));
      }
    };
  }

  /** One slice for each room; {@code adapter.*} and {@code sandbox.*} are one room each. */
  private static final class ByRoom implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith(BASE)
          ? SliceIdentifier.of(room(type))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "rooms";
    }
  }
}
