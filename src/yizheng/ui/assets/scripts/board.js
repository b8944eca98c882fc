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

function move(card, lane) {
  const form = card.querySelector("form[data-move]");
  const choice = form.elements.namedItem("lane");
  if (choice.value === lane) return;
  choice.value = lane;
  form.requestSubmit();
}
