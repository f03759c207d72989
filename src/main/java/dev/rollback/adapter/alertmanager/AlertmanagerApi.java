package dev.rollback.adapter.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.web.Answer;
import dev.rollback.web.Bodies;
import dev.rollback.web.Paths;
import dev.rollback.web.Request;
import dev.rollback.web.Web;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The HTTP API, version 2. */
final class AlertmanagerApi implements AlertmanagerWriter {
  private static final String SILENCES = "/api/v2/silences";
  private static final String NOBODYS = "/api/v2/silence/00000000-0000-0000-0000-000000000000";

  private final Web web;
  private final Duration timeout;
  private final Duration longest;
  private final ApiErrors errors;

  AlertmanagerApi(Web web, Duration timeout, Duration longest) {
    this.web = web;
    this.timeout = timeout;
    this.longest = longest;
    this.errors = new ApiErrors(web.site().base().url());
  }

  @Override
  public List<Existing> silences() {
    var all = new ArrayList<Existing>();
    for (var silence : list(SILENCES)) {
      if (!silence.at("/status/state").asText().equals("expired")) {
        all.add(existing(silence));
      }
    }
    all.sort(Comparator.comparing(Existing::id));
    return all;
  }

  private JsonNode list(String path) {
    var answer = web.send(Request.get(path, timeout));
    return errors.tree(answer, JsonNode::isArray);
  }

  private Existing existing(JsonNode silence) {
    try {
      return new Existing(
          silence.path("id").asText(),
          new Draft(
              silence.path("matchers").valueStream().map(AlertmanagerApi::matching).toList(),
              silence.path("createdBy").asText(),
              silence.path("comment").asText()),
          Instant.parse(silence.path("startsAt").asText()),
          Instant.parse(silence.path("endsAt").asText()),
          silence.path("updatedAt").asText());
    } catch (DateTimeException e) {
      throw errors.strange("a silence is " + Bodies.shown(silence.toString()), e);
    }
  }

  private static Matching matching(JsonNode matcher) {
    return new Matching(
        matcher.path("name").asText(),
        matcher.path("value").asText(),
        matcher.path("isRegex").asBoolean(),
        matcher.path("isEqual").asBoolean(true));
  }

  @Override
  public List<Map<String, String>> alerts() {
    return alerts(List.of());
  }

  @Override
  public List<Map<String, String>> alerts(List<String> filters) {
    var query =
        filters.stream().map(f -> "&filter=" + Paths.encoded(f)).collect(Collectors.joining());
    var path = "/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true" + query;
    var all = new ArrayList<Map<String, String>>();
    for (var alert : list(path)) {
      var labels = new TreeMap<String, String>();
      alert.path("labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      all.add(labels);
    }
    return all;
  }

  @Override
  public Instant now() {
    var answer = status();
    try {
      return Optional.ofNullable(answer.headers().get("date"))
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElseThrow(() -> new DateTimeException("there is none"));
    } catch (DateTimeException e) {
      throw errors.strange("it does not tell its time in the header Date", e);
    }
  }

  private Answer status() {
    var answer = web.send(Request.get("/api/v2/status", timeout));
    var _ = errors.tree(answer, JsonNode::isObject);
    return answer;
  }

  /** Product and version. */
  String whatItIs() {
    return "Alertmanager "
        + Bodies.jsonOrEmpty(status().body()).at("/versionInfo/version").asText("of no version");
  }

  @Override
  public Duration longest() {
    return longest;
  }

  @Override
  public Finding mayRead() {
    return errors
        .denied(web.send(Request.get(SILENCES + "?filter=none%3D%22none%22", timeout)))
        .<Finding>map(e -> new Finding.Missing(e.problem(), e.advice().orElse("")))
        .orElseGet(Finding.Met::new);
  }

  @Override
  public Finding mayCreate() {
    return refusedForItself(web.send(Request.ask(SILENCES, Request.Body.json("{}"), timeout)));
  }

  @Override
  public Finding mayExpire() {
    var request =
        new Request("DELETE", NOBODYS, Map.of(), Map.of(), Optional.empty(), timeout, false);
    return refusedForItself(web.send(request));
  }

  /** Who may not is told so; who may is told that this is no silence. */
  private Finding refusedForItself(Answer answer) {
    return errors
        .denied(answer)
        .<Finding>map(e -> new Finding.Missing(e.problem(), e.advice().orElse("")))
        .orElseGet(Finding.Met::new);
  }

  @Override
  public void create(Draft draft, Instant ends) {
    post(silence(draft, now(), ends));
  }

  @Override
  public void end(Existing silence, Instant ends) {
    post(silence(silence.draft(), silence.starts(), ends).put("id", silence.id()));
  }

  private static ObjectNode silence(Draft draft, Instant starts, Instant ends) {
    var json = JsonNodeFactory.instance.objectNode();
    var matchers = json.putArray("matchers");
    draft
        .matchers()
        .forEach(
            m ->
                matchers
                    .addObject()
                    .put("name", m.name())
                    .put("value", m.value())
                    .put("isRegex", m.regex())
                    .put("isEqual", m.equal()));
    return json.put("startsAt", starts.toString())
        .put("endsAt", ends.toString())
        .put("createdBy", draft.owner())
        .put("comment", draft.comment());
  }

  private void post(ObjectNode silence) {
    var body = Optional.of(Request.Body.json(silence.toString()));
    errors.done(web.send(Request.change("POST", SILENCES, body, timeout)));
  }

  @Override
  public void expire(Existing silence) {
    var path = "/api/v2/silence/" + Paths.encoded(silence.id());
    errors.done(web.send(Request.change("DELETE", path, Optional.empty(), timeout)));
  }
}
