/** A place marked data-drop takes a dragged file into its own file field; without a mouse the field is used as it is. */
export function watchDrops() {
  document.querySelectorAll("[data-drop]").forEach((place) => {
    const field = place.querySelector("input[type=file]");
    place.addEventListener("dragover", (event) => {
      event.preventDefault();
      place.classList.add("drop-over");
    });
    place.addEventListener("dragleave", () => place.classList.remove("drop-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("drop-over");
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  });
}
