// The page's words: English is the key, the page brings the language's. What nobody has translated is remembered.
export const missing = new Set();
let words = {};

export function speak(given) {
  words = given;
}

export function say(template, places = {}) {
  if (!(template in words)) missing.add(template);
  return (words[template] ?? template).replace(/{([^}]+)}/g, (whole, place) => (place in places ? String(places[place]) : whole));
}

export const translation = { translate: ["value", say] };
