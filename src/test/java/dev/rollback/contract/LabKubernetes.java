package dev.rollback.contract;

import static org.awaitility.Awaitility.await;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The lab's Kubernetes: a namespace for each test class, deleted after it. The user {@code oncall}
 * is given exactly what the actions need there.
 */
public final class LabKubernetes implements KubernetesFixture, BeforeAllCallback, AfterAllCallback {
  /** The variable that names the lab's kubeconfig. */
  public static final String VARIABLE = LabNamespace.VARIABLE;

  private static final String USER = "oncall";
  private static final String ROLE = "rollback";

  /** A permission as RBAC has it. */
  private record Grant(String verb, String group, String resource) {
    String name() {
      return group.isEmpty() ? resource : resource + "." + group;
    }

    PolicyRule rule() {
      return new PolicyRuleBuilder()
          .withVerbs(verb)
          .withApiGroups(group)
          .withResources(resource)
          .build();
    }
  }

  private static final List<Grant> GRANTS =
      List.of(
          new Grant("get", "apps", "deployments"),
          new Grant("update", "apps", "deployments"),
          new Grant("get", "apps", "statefulsets"),
          new Grant("update", "apps", "statefulsets"),
          new Grant("get", "apps", "daemonsets"),
          new Grant("update", "apps", "daemonsets"),
          new Grant("list", "apps", "replicasets"),
          new Grant("list", "apps", "controllerrevisions"),
          new Grant("list", "", "pods"),
          new Grant("get", "", "pods/log"),
          new Grant("list", "", "events"),
          new Grant("list", "apps", "deployments"),
          new Grant("list", "apps", "statefulsets"),
          new Grant("list", "apps", "daemonsets"),
          new Grant("get", "", "secrets"),
          new Grant("create", "", "secrets"),
          new Grant("update", "", "secrets"),
          new Grant("delete", "", "secrets"),
          new Grant("get", "networking.k8s.io", "networkpolicies"),
          new Grant("list", "networking.k8s.io", "networkpolicies"),
          new Grant("create", "networking.k8s.io", "networkpolicies"),
          new Grant("update", "networking.k8s.io", "networkpolicies"),
          new Grant("delete", "networking.k8s.io", "networkpolicies"),
          new Grant("get", "autoscaling", "horizontalpodautoscalers"),
          new Grant("list", "autoscaling", "horizontalpodautoscalers"),
          new Grant("update", "autoscaling", "horizontalpodautoscalers"),
          new Grant("get", "coordination.k8s.io", "leases"),
          new Grant("create", "coordination.k8s.io", "leases"),
          new Grant("update", "coordination.k8s.io", "leases"));

  private @Nullable LabNamespace lab;

  /** JUnit tells the extension of nested classes as well. */
  private int users;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (users++ > 0) {
      return;
    }
    lab = LabNamespace.create();
    grant(GRANTS);
    bind();
    GRANTS.forEach(g -> awaitAccess(g, true));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (--users == 0) {
      lab().close();
    }
  }

  @Override
  public KubernetesClient admin() {
    return lab().admin();
  }

  private LabNamespace lab() {
    return Optional.ofNullable(lab).orElseThrow();
  }

  @Override
  public Path kubeconfig() {
    return LabNamespace.kubeconfig();
  }

  @Override
  public String context() {
    return "lab-oncall";
  }

  @Override
  public String namespace() {
    return lab().name();
  }

  @Override
  public String image() {
    return "lab/busybox:1";
  }

  @Override
  public ActionContract.Denial deny(String verb, String resource, String what) {
    var taken =
        GRANTS.stream()
            .filter(g -> g.verb().equals(verb) && g.name().equals(resource))
            .findFirst()
            .orElseThrow();
    grant(GRANTS.stream().filter(g -> !g.equals(taken)).toList());
    awaitAccess(taken, false);
    return new ActionContract.Denial() {
      @Override
      public String what() {
        return what;
      }

      @Override
      public void close() {
        grant(GRANTS);
        awaitAccess(taken, true);
      }
    };
  }

  @Override
  public void create(Deployment deployment) {
    admin().resource(deployment).inNamespace(namespace()).create();
  }

  @Override
  public void edit(String name, UnaryOperator<Deployment> change) {
    Deployments.edit(admin(), namespace(), name, change);
  }

  @Override
  public void delete(String name) {
    admin().apps().deployments().inNamespace(namespace()).withName(name).delete();
  }

  @Override
  public long writes(WorkloadKind kind) {
    return Deployments.raw(admin(), namespace(), kind)
        .mapToLong(
            d ->
                d.at("/metadata/generation").asLong()
                    + d.at("/metadata/managedFields")
                        .valueStream()
                        .filter(f -> !f.path("manager").asText().contains("controller"))
                        .count())
        .sum();
  }

  private void grant(List<Grant> grants) {
    var role =
        new RoleBuilder()
            .withNewMetadata()
            .withName(ROLE)
            .withNamespace(namespace())
            .endMetadata()
            .withRules(grants.stream().map(Grant::rule).toList())
            .build();
    admin().resource(role).createOr(existing -> existing.update());
  }

  private void bind() {
    admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(ROLE)
                .withNamespace(namespace())
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", ROLE)
                .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                .build())
        .create();
  }

  /** The API server learns of changed roles a moment later. */
  private void awaitAccess(Grant grant, boolean expected) {
    var parts = grant.resource().split("/", -1);
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(USER)
            .withNewResourceAttributes()
            .withNamespace(namespace())
            .withVerb(grant.verb())
            .withGroup(grant.group())
            .withResource(parts[0])
            .withSubresource(parts.length > 1 ? parts[1] : "")
            .endResourceAttributes()
            .endSpec()
            .build();
    await()
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                admin()
                        .authorization()
                        .v1()
                        .subjectAccessReview()
                        .create(review)
                        .getStatus()
                        .getAllowed()
                    == expected);
  }
}
