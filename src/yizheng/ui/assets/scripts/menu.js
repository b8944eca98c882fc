/** Menus are <details>; here they also close by Escape, by a click outside and when focus leaves. */
export function watchMenus() {
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
}

function openMenus() {
  return [...document.querySelectorAll("details[data-menu][open]")];
}
