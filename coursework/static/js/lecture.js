// The lecture page: the place kept, sections marked as they are read, sources opened in place.
import { watchActivity } from "./activity.js";

const main = document.getElementById("main");
const parts = [...main.querySelectorAll("section.part")];
const TOP = 80;

// ---- where the reader is ----
const atHeight = (height) => parts.find((part) => {
  const box = part.getBoundingClientRect();
  return box.top <= height && box.bottom > height;
});
// What stands above the first section counts to it; below the last, the sources count to that.
const nearest = () => (parts[0].getBoundingClientRect().top > 0 ? parts[0] : parts[parts.length - 1]);
const placeNow = () => {
  const part = atHeight(TOP);
  if (!part) return null;
  const box = part.getBoundingClientRect();
  return { section: part.id, share: Math.round(((TOP - box.top) / box.height) * 1000) / 1000 };
};
const goToPlace = () => {
  const part = document.getElementById(main.dataset.place);
  if (!part) return;
  const box = part.getBoundingClientRect();
  scrollTo({ top: scrollY + box.top + Number(main.dataset.share) * box.height - TOP, behavior: "instant" });
};
if (main.dataset.place) {
  const [visit] = performance.getEntriesByType("navigation");
  const arrived = visit && visit.type === "navigate" && location.hash === `#${main.dataset.place}`;
  // The browser goes to the section by itself until the page is loaded; ours is the last word.
  const settled = () => requestAnimationFrame(() => requestAnimationFrame(goToPlace));
  if (arrived && document.readyState === "complete") settled();
  else if (arrived) addEventListener("load", settled);
  for (const link of document.querySelectorAll(".resume a")) {
    link.addEventListener("click", (event) => { event.preventDefault(); goToPlace(); });
  }
}

// ---- the contents follow ----
const rows = new Map(parts.map((part) => [part.id, [...document.querySelectorAll(`.rail a[href="#${part.id}"], .fold a[href="#${part.id}"]`)]]));
const follow = () => {
  const here = atHeight(innerHeight * 0.35);
  for (const [id, links] of rows) {
    for (const link of links) {
      if (here && here.id === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
};
addEventListener("scroll", follow, { passive: true });
follow();
for (const link of document.querySelectorAll(".fold a[href^='#']")) {
  link.addEventListener("click", () => { link.closest("details").open = false; });
}

// ---- sections read, as the server counts them ----
const isRead = (link) => Number(link.dataset.seconds) >= Number(link.dataset.minutes) * 20 || link.dataset.read === "1";
const show = (link, name, words) => {
  const use = link.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
  link.querySelector(".mark").classList.remove("none");
  link.querySelector(".state").textContent = words;
};
const count = (id, step) => {
  for (const link of rows.get(id) ?? []) {
    link.dataset.seconds = Number(link.dataset.seconds) + step;
    if (isRead(link)) show(link, "done", ", read");
    else show(link, "part", ", begun");
  }
  const links = [...rows.values()].map((pair) => pair[0]).filter(Boolean);
  const read = links.filter(isRead);
  const left = links.filter((link) => !isRead(link)).reduce((sum, link) => sum + Number(link.dataset.minutes), 0);
  const all = read.length === links.length;
  document.querySelector(".bar .left").textContent = all
    ? `All ${read.length} sections read`
    : `${read.length} of ${links.length} sections read, about ${left} min left`;
  document.querySelectorAll(".bar .track i").forEach((tick, index) => tick.classList.toggle("full", index < read.length));
  document.querySelector(".bar .track").setAttribute("aria-label", `${read.length} of ${links.length} sections read`);
};
if (main.dataset.page) {
  watchActivity({
    page: main.dataset.page,
    csrf: main.dataset.csrf,
    partNow: () => (atHeight(innerHeight * 0.35) ?? atHeight(TOP) ?? nearest())?.id ?? null,
    placeNow,
    onSecond: count,
  });
  const line = document.querySelector("[data-offline]");
  const tell = () => { if (line) line.hidden = navigator.onLine; };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
}

// ---- sources and terms open in place ----
let open = null;
const close = (returns) => {
  if (!open) return;
  open.pop.remove();
  open.link.setAttribute("aria-expanded", "false");
  open.block.classList.remove("hold");
  if (returns) open.link.focus();
  open = null;
};
const make = (tag, className, children = []) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
};
const openPop = (link, label, content) => {
  const again = open && open.link === link;
  close(false);
  if (again) return;
  const table = link.closest("table");
  const block = table?.parentElement ?? link.closest("p, li, dd, figcaption, .q, .a") ?? link.parentElement;
  const shut = make("button", "x", ["×"]);
  shut.setAttribute("aria-label", `Close: ${label}`);
  shut.addEventListener("click", () => close(true));
  const pop = make("div", "pop", [shut, ...content]);
  pop.setAttribute("role", "dialog");
  pop.setAttribute("aria-label", label);
  pop.tabIndex = -1;
  block.classList.add("hold");
  block.append(pop);
  if (table) pop.style.top = `${table.offsetTop + table.offsetHeight + 8}px`;
  link.setAttribute("aria-expanded", "true");
  open = { link, pop, block };
  pop.focus({ preventScroll: true });
  pop.scrollIntoView({ block: "nearest" });
};
const linkTo = (href, words) => {
  const link = make("a", "", [words]);
  link.href = href;
  return link;
};
main.addEventListener("click", (event) => {
  const cite = event.target.closest("a.cite");
  const term = event.target.closest("a.term");
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (cite) {
    const source = document.querySelector(cite.getAttribute("href"));
    if (!source) return;
    event.preventDefault();
    const by = make("div", "by", [...source.querySelector(".by").cloneNode(true).childNodes]);
    const about = source.querySelector("dl");
    const acts = make("p", "acts", [linkTo("#sources", "All sources of this lecture")]);
    openPop(cite, `Source ${cite.textContent}`, about ? [by, about.cloneNode(true), acts] : [by, acts]);
  } else if (term) {
    event.preventDefault();
    const acts = make("p", "acts", [linkTo(term.getAttribute("href"), "In the glossary")]);
    openPop(term, term.textContent, [make("p", "t", [term.textContent]), make("p", "by", [term.dataset.means]), acts]);
  } else if (open && !open.pop.contains(event.target)) {
    close(false);
  }
});
addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });

// ---- figures enlarge ----
for (const drawing of main.querySelectorAll(".fig .drawing")) {
  const larger = make("button", "larger", ["Enlarge"]);
  const title = drawing.querySelector("title")?.textContent ?? "figure";
  larger.setAttribute("aria-label", `Enlarge: ${title}`);
  larger.addEventListener("click", () => {
    const shut = make("button", "btn", ["Close"]);
    const copy = drawing.querySelector("svg").cloneNode(true);
    for (const part of copy.querySelectorAll("[id]")) part.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    const dialog = make("dialog", "large", [copy, make("p", "acts", [shut])]);
    dialog.setAttribute("aria-label", title);
    shut.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); larger.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  });
  drawing.append(larger);
}
