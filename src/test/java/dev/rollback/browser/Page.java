package dev.rollback.browser;

import static dev.rollback.browser.Chromium.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A page that is open in a browser. */
public final class Page {
  private static final int PATIENCE_SECONDS = 60;

  private final DevTools tools;
  private final String session;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Boolean> loaded = new CompletableFuture<>();

  Page(DevTools tools, String session) {
    this.tools = tools;
    this.session = session;
  }

  void open(URI address, Chromium.View view) {
    for (var domain : List.of("Page", "Runtime", "Log", "Network")) {
      tools.send(session, domain + ".enable", object());
    }
    tools.send(
        session,
        "Emulation.setDeviceMetricsOverride",
        object()
            .put("width", view.width())
            .put("height", view.height())
            .put("deviceScaleFactor", view.scale())
            .put("mobile", view.width() < 600));
    var media = object();
    media.set(
        "features",
        JsonNodeFactory.instance
            .arrayNode()
            .add(
                object()
                    .put("name", "prefers-color-scheme")
                    .put("value", view.dark() ? "dark" : "light")));
    tools.send(session, "Emulation.setEmulatedMedia", media);
    tools.send(session, "Page.navigate", object().put("url", address.toString()));
    loaded.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  void happened(String method, JsonNode what) {
    switch (method) {
      case "Page.loadEventFired" -> loaded.complete(true);
      case "Runtime.exceptionThrown" -> complaints.add(what.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(what.path("args").toString());
      case "Log.entryAdded" -> complaints.add(what.path("entry").toString());
      case "Network.requestWillBeSent" -> requests.add(what.path("request").path("url").asText());
      default -> {} // of no interest
    }
  }

  /** What the console shows: messages, errors, warnings of the browser. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Each address that was asked for, that of the page included. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The value of an expression; of a promise, what it is kept with. */
  public JsonNode evaluate(String script) {
    var answer =
        tools.send(
            session,
            "Runtime.evaluate",
            object()
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Types into what has the focus. */
  public void type(String text) {
    tools.send(session, "Input.insertText", object().put("text", text));
  }

  /** Presses Tab. */
  public void tab() {
    var key = object().put("key", "Tab").put("code", "Tab").put("windowsVirtualKeyCode", 9);
    tools.send(session, "Input.dispatchKeyEvent", key.deepCopy().put("type", "rawKeyDown"));
    tools.send(session, "Input.dispatchKeyEvent", key.put("type", "keyUp"));
  }

  /** Shows the page as it is on paper. */
  public void asOnPaper() {
    tools.send(session, "Emulation.setEmulatedMedia", object().put("media", "print"));
  }

  /** What can be seen, as PNG; all of the page, or the part of it that is on the screen. */
  public byte[] picture(boolean whole) {
    return data(
        "Page.captureScreenshot",
        object().put("format", "png").put("captureBeyondViewport", whole),
        whole);
  }

  /** The page on paper, as PDF. */
  public byte[] print() {
    return data("Page.printToPDF", object().put("printBackground", true), false);
  }

  private byte[] data(
      String method, com.fasterxml.jackson.databind.node.ObjectNode parameters, boolean whole) {
    if (whole) {
      var size = tools.send(session, "Page.getLayoutMetrics", object()).path("cssContentSize");
      parameters.set(
          "clip",
          object()
              .put("x", 0)
              .put("y", 0)
              .put("width", size.path("width").asDouble())
              .put("height", size.path("height").asDouble())
              .put("scale", 1));
    }
    return Base64.getDecoder()
        .decode(tools.send(session, method, parameters).path("data").asText());
  }
}
