const BLIND_MS = 30000;

/** The screen in the hall: looks again when it hears that something changed, and draws the code anew in time. */
export function followHall() {
  const hall = document.querySelector("[data-hall]");
  if (!hall) return;
  const state = hall.querySelector("[data-hall-state]");
  const look = () => lookAgain(hall, state);
  const stream = new EventSource(hall.dataset.follow);
  stream.addEventListener("hall", look);
  stream.addEventListener("missed", look);
  stream.addEventListener("open", () => { state.textContent = ""; });
  stream.addEventListener("error", () => { state.textContent = "实时更新断了，正在重连"; });
  setInterval(look, BLIND_MS);
  setInterval(() => tick(hall), 250);
  waitForCode(hall, look);
}

let waiting;

function waitForCode(hall, look) {
  clearTimeout(waiting);
  const seconds = Number(hall.querySelector("[data-code-seconds]")?.dataset.codeSeconds || 0);
  if (seconds) waiting = setTimeout(look, seconds * 1000 + 200);
}

async function lookAgain(hall, state) {
  try {
    const answer = await fetch(hall.dataset.hall, { cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    hall.querySelector("[data-hall-shown]").innerHTML = await answer.text();
  } catch {
    state.textContent = "网络断了，屏幕上是断网前的情况";
  }
  waitForCode(hall, () => lookAgain(hall, state));
}

function tick(hall) {
  const clock = hall.querySelector("[data-ends]");
  if (!clock) return;
  const left = Math.round((new Date(clock.dataset.ends) - Date.now()) / 1000);
  const [minutes, seconds] = [Math.floor(Math.abs(left) / 60), Math.abs(left) % 60];
  clock.textContent = `${left < 0 ? "超时 " : ""}${minutes}:${String(seconds).padStart(2, "0")}`;
  clock.classList.toggle("over-text", left < 0);
}
