
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const told = document.getElementById("told"), hint = told.textContent;
const all = { t: [], e: [], o: [] };
for (const kind of Object.keys(all))
  for (const element of document.querySelectorAll(`[data-${kind}]`)) all[kind][element.dataset[kind]] = element;
const links = { t: new Map(), e: new Map(), o: new Map() };
const add = (kind, id, link) => {
  if (!links[kind].has(id)) links[kind].set(id, []);
  links[kind].get(id).push(link);
};
for (const link of data.links) {
  const [t, e, from, to] = link;
  add("t", t, link);
  if (e >= 0) add("e", e, link);
  if (to - from === 1) add("o", from, link);
}
// what nothing read is no place to point at
for (const [id, element] of all.e.entries()) if (element && !links.e.has(id)) delete element.dataset.e;
let lit = [], kept = null;
const light = (element) => {
  if (element && !element.classList.contains("lit")) { element.classList.add("lit"); lit.push(element); }
};
function clear() {
  for (const element of lit) element.classList.remove("lit");
  lit = [];
}
function show(element) {
  clear();
  const kind = ["t", "e", "o"].find((kind) => kind in element.dataset);
  const id = Number(element.dataset[kind]);
  light(element);
  let found = links[kind].get(id) || [];
  // of all that printed a piece of the output, what is written last is the innermost
  if (kind === "o") found = found.slice(-1).concat(found.filter(([, e]) => e >= 0));
  const first = {}, pieces = kind === "t" ? [id] : [];
  for (const [t, e, from, to] of found) {
    light(all.t[t]); first.t ??= all.t[t];
    if (kind !== "t" && !pieces.includes(t)) pieces.push(t);
    if (e >= 0) { light(all.e[e]); first.e ??= all.e[e]; }
    if (kind === "o") continue;
    for (let o = from; o < to; o++) { light(all.o[o]); first.o ??= all.o[o]; }
  }
  for (const other of Object.keys(first)) if (other !== kind) first[other]?.scrollIntoView({ block: "nearest" });
  told.textContent = pieces.slice(0, 4).map((t) => {
    const [notes, more] = data.notes[t];
    const code = all.t[t].textContent.trim().replace(/\s+/g, " ").slice(0, 120);
    return [code, ...notes, ...(more ? [`… ${more} more times`] : [])].join("\n    ");
  }).join("\n") || hint;
}
const at = (event) => event.target.closest?.("[data-t],[data-e],[data-o]");
document.addEventListener("mouseover", (event) => { const element = at(event); if (element && !kept) show(element); });
document.addEventListener("focusin", (event) => { const element = at(event); if (element && !kept) show(element); });
document.addEventListener("mouseout", () => { if (!kept) { clear(); told.textContent = hint; } });
document.addEventListener("click", (event) => {
  const element = at(event);
  kept?.classList.remove("kept");
  kept = element && element !== kept ? element : null;
  if (kept) { show(kept); kept.classList.add("kept"); } else { clear(); told.textContent = hint; }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && at(event)) at(event).click();
  if (event.key === "Escape") { kept?.classList.remove("kept"); kept = null; clear(); told.textContent = hint; }
});
