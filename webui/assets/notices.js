// Licences of everything that is built into static/dist, read from the installed packages the lock names.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function notices(root) {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const wanted = Object.keys(lock.packages[""].dependencies).sort();
  const parts = wanted.map((name) => {
    const { version, license } = lock.packages[`node_modules/${name}`];
    const folder = join(root, "node_modules", name);
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file) || /\.LICENSE\.txt$/.test(file));
    const kept = files.filter((file) => !/-(es|standalone)-/.test(file)).sort();
    if (!kept.length) throw new Error(`Expected a licence in ${name}, but there is none.`);
    const texts = kept.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
    return `${name} ${version} (${license})\n\n${texts.join("\n\n")}\n`;
  });
  return `Parts of other authors in webui/static/dist.\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}
