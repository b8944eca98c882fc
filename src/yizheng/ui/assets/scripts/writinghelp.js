/** Offer to put what was typed into the form that titles have. */
export function offerTitle(form) {
  const place = form.querySelector("[data-title-help]");
  if (!place) return;
  const title = form.elements.title;
  const look = () => {
    const typedTitle = title.value.trim();
    place.hidden = typedTitle === "" || (typedTitle.startsWith("关于") && typedTitle.endsWith("的建议"));
  };
  title.addEventListener("change", look);
  place.querySelector("button").addEventListener("click", () => {
    const bare = title.value.trim().replace(/^关于/, "").replace(/(的?(建议|提案))$/, "");
    title.value = `关于${bare}的建议`;
    title.dispatchEvent(new Event("input", { bubbles: true }));
    look();
    title.focus();
  });
  look();
}

/** The link to similar proposals asks about what is written now. */
export function followSimilar(form) {
  const link = document.querySelector("[data-similar]");
  link?.addEventListener("click", () => {
    const url = new URL(link.href);
    url.searchParams.set("title", form.elements.title.value);
    form.querySelectorAll("textarea[name^='suggestion_']").forEach((field) => {
      url.searchParams.set(field.name, field.value.slice(0, 100));
    });
    link.href = url.toString();
  });
}
