// Texts of a form in four languages: in the fields themselves, and beside them by the field's id (`x-i18n`).
const NEAREST = { kk: ["ru", "en", "ky"], ru: ["kk", "en", "ky"], ky: ["ru", "kk", "en"], en: ["ru", "kk", "ky"] };
export const TONGUES = Object.keys(NEAREST);

export function writtenIn(schema) {
  if (TONGUES.includes(schema["x-language"])) return schema["x-language"];
  return ["ru", "en", "kk", "ky"].find((one) => !(schema["x-i18n"] ?? {})[one]) ?? "en";
}

// Names of a field's texts: label, description, text, values.<value>.
export function textsOf(field, known) {
  if (["separator", "spacer", "default"].includes(field.type)) return [];
  if (field.type === "text") return ["text"];
  const values = known.choices.includes(field.type) ? (field.values ?? []).map((one) => `values.${one.value}`) : [];
  return ["label", ...(["group", "button"].includes(field.type) ? [] : ["description"]), ...values];
}

const choice = (field, name) => (field.values ?? []).find((one) => `values.${one.value}` === name);

export function saidIn(schema, field, name, tongue) {
  if (tongue === writtenIn(schema)) return (name.startsWith("values.") ? choice(field, name)?.label : field[name]) ?? "";
  return schema["x-i18n"]?.[tongue]?.[`${field.id}.${name}`] ?? "";
}

export function said(schema, field, name, tongue) {
  for (const one of [tongue, ...NEAREST[tongue]]) {
    const found = saidIn(schema, field, name, one);
    if (found) return found;
  }
  return "";
}

// The edits, as pairs of field and properties, after which the text says that.
export function saying(schema, field, name, tongue, text) {
  if (tongue === writtenIn(schema)) {
    if (!name.startsWith("values.")) return [[field, { [name]: text || undefined }]];
    return [[field, { values: field.values.map((one) => (`values.${one.value}` === name ? { ...one, label: text || undefined } : one)) }]];
  }
  const held = { ...(schema["x-i18n"]?.[tongue] ?? {}), [`${field.id}.${name}`]: text };
  if (!text) delete held[`${field.id}.${name}`];
  return [[schema, { "x-i18n": { ...schema["x-i18n"], [tongue]: held } }]];
}

// A choice is called otherwise: its translations follow.
export function renamedChoice(schema, field, before, after) {
  const from = `${field.id}.values.${before}`;
  const texts = Object.fromEntries(Object.entries(schema["x-i18n"] ?? {}).map(([tongue, held]) => {
    if (!(from in held)) return [tongue, held];
    const { [from]: text, ...rest } = held;
    return [tongue, { ...rest, [`${field.id}.values.${after}`]: text }];
  }));
  const values = field.values.map((one) => (one.value === before ? { ...one, value: after } : one));
  return [[field, { values }], ...(schema["x-i18n"] ? [[schema, { "x-i18n": texts }]] : [])];
}

export const every = (schema) => (schema.components ?? []).flatMap((one) => [one, ...every(one)]);

// A field as the canvas draws it for that reader.
export function spoken(schema, field, tongue, known) {
  const shown = { ...field };
  for (const name of textsOf(field, known)) if (!name.startsWith("values.")) shown[name] = said(schema, field, name, tongue);
  if (known.choices.includes(field.type) && field.values) {
    shown.values = field.values.map((one) => ({ ...one, label: said(schema, field, `values.${one.value}`, tongue) || one.value }));
  }
  if (field.type === "datetime") shown.subtype ??= "date";
  if (field.type === "datetime") shown[field.subtype === "time" ? "timeLabel" : "dateLabel"] = shown.label;
  return shown;
}
