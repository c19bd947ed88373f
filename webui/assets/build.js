// Builds webui/static/dist from the sources beside this file: the same bytes every time.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { notices, packageOf } from "./notices.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const modules = join(root, "node_modules");
const target = process.argv[2] ?? join(here, "..", "static", "dist"); // another folder: to compare
const manifest = {};
const bundled = new Set();

function put(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const ending = extname(name);
  const built = `${name.slice(0, -ending.length)}-${hash}${ending}`;
  writeFileSync(join(target, built), bytes);
  manifest[name] = built;
  return built;
}

function fonts() {
  const put_font = (subset, weight) => {
    const name = `noto-sans-${subset}-${weight}-normal.woff2`;
    const built = put(`noto-sans-${subset}-${weight}.woff2`, readFileSync(join(modules, "@fontsource/noto-sans/files", name)));
    return [subset, weight, built];
  };
  const ranges = JSON.parse(readFileSync(join(modules, "@fontsource/noto-sans/unicode.json"), "utf8"));
  const faces = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"].flatMap((subset) => [400, 600].map((w) => put_font(subset, w)));
  return faces
    .map(([subset, weight, built]) =>
      `@font-face{font-family:"Noto Sans";font-style:normal;font-display:swap;font-weight:${weight};` +
      `src:url("${built}") format("woff2");unicode-range:${ranges[subset]}}`)
    .join("\n");
}

async function styles(entry, before = "") {
  const compiled = sass.compile(join(here, entry), {
    loadPaths: [modules],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const small = await esbuild.transform(before + compiled.css, { loader: "css", minify: true, legalComments: "none", target: ["chrome109", "firefox115", "safari16"] });
  return small.code;
}

// The editor's styles; its font of symbols is a file beside it, so that the page needs no inline data.
async function modeler() {
  const font = put("bpmn.woff2", readFileSync(join(modules, "bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2")));
  const face = `@font-face{font-family:"bpmn";font-style:normal;font-weight:400;src:url("${font}") format("woff2")}`;
  const symbols = readFileSync(join(modules, "bpmn-js/dist/assets/bpmn-font/css/bpmn.css"), "utf8").replace(/@charset[^;]*;/, "").replace(/@font-face\s*{[^}]*}/, "");
  const parts = ["bpmn-js/dist/assets/diagram-js.css", "bpmn-js/dist/assets/bpmn-js.css", "diagram-js-minimap/assets/diagram-js-minimap.css",
    "bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css", "bpmn-js-bpmnlint/dist/assets/css/bpmn-js-bpmnlint.css"];
  return styles("modeler/modeler.scss", face + symbols + parts.map((one) => readFileSync(join(modules, one), "utf8")).join("\n"));
}

// The editor of forms stands alone beside form-js's canvas: the canvas's own panel and its code editors are left out, and all of
// it shares the one Preact that form-js-editor bears.
function formeditor() {
  const unused = join(here, "formeditor/unused.js");
  const left = ["@codemirror/view", "@codemirror/state", "@codemirror/language", "@codemirror/autocomplete", "@codemirror/commands",
    "@codemirror/lang-json", "@codemirror/lint", "@bpmn-io/feelers-editor", "@bpmn-io/feel-editor", "focus-trap"];
  return { ...Object.fromEntries(left.map((one) => [one, unused])), preact: join(modules, "@bpmn-io/form-js-editor/node_modules/preact") };
}

async function script(entry, alias = {}) {
  const built = await esbuild.build({
    entryPoints: [join(here, entry)], bundle: true, alias, minify: true, write: false, format: "esm", nodePaths: [modules],
    legalComments: "none", charset: "utf8", target: ["chrome109", "firefox115", "safari16"], logLevel: "error", metafile: true,
  });
  for (const input of Object.keys(built.metafile.inputs)) bundled.add(packageOf(input));
  return built.outputFiles[0].contents;
}

function sprite() {
  const names = JSON.parse(readFileSync(join(here, "icons.json"), "utf8"));
  const symbols = names.sort().map((name) => {
    const svg = readFileSync(join(modules, "bootstrap-icons/icons", `${name}.svg`), "utf8");
    const inside = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "").trim();
    return `<symbol id="${name}" viewBox="0 0 16 16">${inside}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${symbols.join("\n")}</svg>\n`;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
put("app.css", await styles("app.scss", fonts()));
put("app.js", await script("app.js"));
put("docs.js", await script("docs.js"));
put("docs.css", readFileSync(join(modules, "swagger-ui-dist/swagger-ui.css"), "utf8").replace(/\n?\/\*# sourceMappingURL.*\*\/\s*$/, "\n"));
put("swagger.js", readFileSync(join(modules, "swagger-ui-dist/swagger-ui-bundle.js"), "utf8").replace(/\n?\/\/# sourceMappingURL.*\s*$/, "\n"));
put("diagram.js", await script("diagram.js"));
put("diagram.css", await styles("diagram.scss", readFileSync(join(modules, "bpmn-js/dist/assets/diagram-js.css"), "utf8") + readFileSync(join(modules, "bpmn-js/dist/assets/bpmn-js.css"), "utf8")));
put("modeler.js", await script("modeler/index.js"));
put("modeler.css", await modeler());
put("formeditor.js", await script("formeditor/index.js", formeditor()));
put("formeditor.css", await styles("formeditor/formeditor.scss", ["form-js-viewer/dist/assets/form-js.css", "form-js-editor/dist/assets/form-js-editor-base.css", "form-js-editor/dist/assets/draggle.css"].map((one) => readFileSync(join(modules, "@bpmn-io", one), "utf8")).join("\n")));
put("icons.svg", sprite());
put("mark.svg", readFileSync(join(here, "mark.svg")));
writeFileSync(join(target, "THIRD-PARTY-NOTICES.txt"), notices(root, bundled));
const ordered = Object.fromEntries(Object.entries(manifest).sort());
writeFileSync(join(target, "manifest.json"), JSON.stringify(ordered, null, 1) + "\n");
