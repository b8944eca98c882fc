import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = path.dirname(fileURLToPath(import.meta.url));
const assets = path.join(here, "src/yizheng/ui/assets");

/** One `<symbol>` of the sprite, from one of Tabler's outline drawings. */
function symbol(name, drawing) {
  const svg = readFileSync(path.join(here, "node_modules/@tabler/icons/icons/outline", `${drawing}.svg`), "utf8");
  const paths = svg.replace(/<!--[\s\S]*?-->/, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  return `<symbol id="${name}" viewBox="0 0 24 24">${paths.replace(/\s*\n\s*/g, "")}</symbol>`;
}

/** Emit icons.svg holding only the icons named in assets/icons.json. */
function iconSprite() {
  const list = path.join(assets, "icons.json");
  return {
    name: "icon-sprite",
    buildStart() {
      this.addWatchFile(list);
    },
    generateBundle() {
      const names = Object.entries(JSON.parse(readFileSync(list, "utf8")));
      const symbols = names.map(([name, drawing]) => symbol(name, drawing)).join("");
      this.emitFile({
        type: "asset",
        fileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>`,
      });
    },
  };
}

export default defineConfig({
  root: assets,
  base: "./",
  plugins: [iconSprite()],
  build: {
    outDir: path.join(here, "src/yizheng/ui/static/ui/build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // What the browsers of office machines are built on, not what is newest.
    target: ["chrome87", "safari14"],
    cssTarget: ["chrome87", "safari14"],
    modulePreload: false,
    rolldownOptions: {
      input: path.join(assets, "main.js"),
      // htmx can evaluate expressions; our pages forbid it (htmx-config in base.html, strict CSP).
      checks: { eval: false },
    },
  },
});
