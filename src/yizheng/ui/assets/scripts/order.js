/**
 * Rows of a table are dragged into another order; each row's number field follows, so that the form says the same
 * without a mouse.
 */
export function watchOrders() {
  document.querySelectorAll("[data-order]").forEach((table) => {
    let held = null;
    table.querySelectorAll("[data-order-row]").forEach((row) => {
      row.draggable = true;
      row.addEventListener("dragstart", (event) => {
        held = row;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", "");
      });
      row.addEventListener("dragend", () => {
        held = null;
        count(table);
      });
      row.addEventListener("dragover", (event) => {
        if (!held || held === row) return;
        event.preventDefault();
        const { top, height } = row.getBoundingClientRect();
        if (event.clientY < top + height / 2) row.before(held);
        else row.after(held);
      });
    });
  });
}

function count(table) {
  table.querySelectorAll("[data-order-place]").forEach((field, place) => {
    field.value = String(place + 1);
  });
}
