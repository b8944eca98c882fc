const ICON = { success: "check", warning: "alert", error: "alert" };

/** Show one sentence where the server's own messages appear, with a link where one leads on. `kind` as messages have it. */
export function say(sentence, kind = "success", link = null) {
  const place = document.querySelector("[data-flashes]");
  if (!place || alreadySaid(place, sentence)) return;
  const flash = document.createElement("div");
  flash.className = `flash flash-${kind}`;
  flash.setAttribute("role", kind === "success" ? "status" : "alert");
  const line = words(sentence);
  if (link) line.append(" ", wayOn(link));
  flash.append(icon(ICON[kind]), line, closer());
  place.append(flash);
}

function alreadySaid(place, sentence) {
  return [...place.querySelectorAll("p")].some((line) => line.textContent === sentence);
}

function words(sentence) {
  const line = document.createElement("p");
  line.textContent = sentence;
  return line;
}

function wayOn({ words: shown, url }) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = shown;
  return link;
}

function closer() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "flash-close";
  button.setAttribute("aria-label", "知道了，关掉这条");
  button.append(icon("x"));
  return button;
}

/** Draw an icon of the sprite; its address is taken from one that the server drew. */
function icon(name) {
  const drawn = document.querySelector("use[href*='icons.svg']");
  const sprite = drawn ? drawn.getAttribute("href").split("#")[0] : "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}
