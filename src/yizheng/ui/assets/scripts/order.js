/**
 * Rows of a table are dragged into another order. Each row's place field follows, so that the form says the same
 * without a mouse; so do the numbers that the rows would get, each series by itself.
 */
export function watchOrders() {
  document.querySelectorAll("[data-order]").forEach((table) => {
    const numbers = bySeries(table);
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
        count(table, numbers);
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

function bySeries(table) {
  const found = {};
  table.querySelectorAll("[data-order-row]").forEach((row) => {
    (found[row.dataset.orderSeries] ??= []).push(row.querySelector("[data-order-number]")?.textContent ?? "");
  });
  return found;
}

function count(table, numbers) {
  const given = {};
  table.querySelectorAll("[data-order-row]").forEach((row, place) => {
    const series = row.dataset.orderSeries;
    given[series] = (given[series] ?? -1) + 1;
    row.querySelector("[data-order-place]").value = String(place + 1);
    const cell = row.querySelector("[data-order-number]");
    if (cell) cell.textContent = numbers[series][given[series]];
  });
}
