// Small comforts of every page; without them everything still works.
import { ALL, discardOf, itemsIn, itemsOf } from "./kept.js";

// As the server calls and sends them: under https a cookie is this host's alone.
const keepCookie = (name, value, age) => {
  const safe = location.protocol === "https:";
  document.cookie = `${safe ? "__Host-" : ""}${name}=${value}; path=/; max-age=${age}; samesite=lax${safe ? "; secure" : ""}`;
};

// Colours change in place, so that a half-filled form is not left.
for (const form of document.querySelectorAll("form.looks")) {
  form.addEventListener("submit", (event) => {
    const chosen = event.submitter;
    if (!chosen) return;
    event.preventDefault();
    keepCookie("theme", chosen.value, chosen.value ? 31536000 : 0);
    if (chosen.value) document.documentElement.dataset.theme = chosen.value;
    else delete document.documentElement.dataset.theme;
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === chosen));
    }
  });
}

// The reader's time zone, so that the server says times as the reader's clock does.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`zone=${zone}`)) keepCookie("zone", zone, 31536000);

// A password can be looked at.
for (const button of document.querySelectorAll(".with-show .show")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? "Show" : "Hide";
    button.setAttribute("aria-label", shown ? "Show the password" : "Hide the password");
    input.focus();
  });
}

// The menu closes with Escape, and when one looks elsewhere.
const menu = document.querySelector("details.menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

// Answers that an earlier page could not send are sent from whatever page is open next, and before
// their owner signs out.
const { person } = document.body.dataset;
if (!document.getElementById("paper")) {
  itemsIn(ALL).then((items) => { if (items.length) import("./queue.js").then(({ resume }) => resume()); });
}
for (const form of document.querySelectorAll("form[action^='/sign-out']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await itemsOf(person)).length) return form.submit();
    const leaving = await import("./leaving.js").catch(() => null);
    if (leaving) return leaving.leave(form);
    if (!confirm("Some answers are not safe yet. Sign out and discard them on this device?")) return undefined;
    await discardOf(person);
    return form.submit();
  });
}
