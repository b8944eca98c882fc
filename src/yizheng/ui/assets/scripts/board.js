/** Dragging a card to another lane posts the card's own form; without a mouse the form is used as it stands. */
export function watchBoards() {
  document.querySelectorAll("[data-board]").forEach((board) => {
    board.querySelectorAll("[data-movable]").forEach(makeMovable);
    board.querySelectorAll("[data-drag-lane]").forEach((lane) => makeTarget(lane, board));
  });
}

function makeMovable(card) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", card.dataset.card);
    event.dataTransfer.effectAllowed = "move";
    card.classList.add("task-card-moving");
  });
  card.addEventListener("dragend", () => card.classList.remove("task-card-moving"));
}

function makeTarget(lane, board) {
  lane.addEventListener("dragover", (event) => {
    event.preventDefault();
    lane.classList.add("lane-over");
  });
  lane.addEventListener("dragleave", (event) => {
    if (!lane.contains(event.relatedTarget)) lane.classList.remove("lane-over");
  });
  lane.addEventListener("drop", (event) => {
    event.preventDefault();
    lane.classList.remove("lane-over");
    const key = event.dataTransfer.getData("text/plain");
    const card = board.querySelector(`[data-card="${CSS.escape(key)}"]`);
    if (card) move(card, lane.dataset.dragLane);
  });
}

/** The page of the move asks for more; it opens as a dialog (dialog.js) with the lane already chosen. */
function ask(card, action, lane) {
  const link = document.createElement("a");
  const url = new URL(action, window.location.href);
  url.searchParams.set("month", lane);
  link.href = url.href;
  link.dataset.dialog = "";
  card.append(link);
  link.click();
  link.remove();
}

function move(card, lane) {
  const form = card.querySelector("form[data-move]");
  if (!form || card.closest("[data-drag-lane]").dataset.dragLane === lane) return;
  if ("moveAsks" in form.dataset) {
    ask(card, form.action, lane);
    return;
  }
  const choice = form.elements.namedItem("lane");
  choice.value = lane;
  form.requestSubmit();
}
