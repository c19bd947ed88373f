// Licences of everything that is built into static/dist, read from the installed packages the lock names.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const FONT = "bpmn-font, the font of symbols within bpmn-js (OFL-1.1): its licence is the SIL Open Font License above, with @fontsource/noto-sans.\n";

// The innermost package a bundled file belongs to, as the lock names it; empty for the sources beside this file.
export function packageOf(input) {
  const at = input.lastIndexOf("node_modules/");
  if (at < 0) return "";
  const rest = input.slice(at + "node_modules/".length).split("/");
  return input.slice(0, at).replace(/^.*?(?=node_modules\/|$)/, "") + "node_modules/" + rest.slice(0, rest[0].startsWith("@") ? 2 : 1).join("/");
}

export function notices(root, bundled) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const direct = Object.keys(lock.packages[""].dependencies).map((name) => `node_modules/${name}`);
  const wanted = [...new Set([...direct, ...bundled].filter(Boolean))].sort();
  const parts = wanted.map((path) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const { version, license } = lock.packages[path];
    const folder = join(root, path);
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file) || /\.LICENSE\.txt$/.test(file));
    const kept = files.filter((file) => !/-(es|standalone)-/.test(file)).sort();
    const texts = kept.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
    if (!texts.length) throw new Error(`Expected a licence in ${name}, but there is none.`);
    return `${name} ${version} (${license})\n\n${texts.join("\n\n")}\n`;
  });
  return `Parts of other authors in webui/static/dist.\n\n${[...parts, FONT].join(`\n${"-".repeat(72)}\n\n`)}`;
}
