// The test: one question a screen, each answer saved when it is chosen.
// Without this file the test is a form on one page, and saves on Save and on submit.
import { watchActivity } from "./activity.js";

const paper = document.getElementById("paper");
const questions = [...paper.querySelectorAll(".question")];
const map = new Map([...document.querySelectorAll(".map ol a")].map((link, index) => [index + 1, link]));
const line = document.querySelector(".safe");
const say = document.querySelector(".map .say");
const mark = line.querySelector("use");
const count = questions.length;
let csrf = paper.dataset.csrf;
const numberOf = (question) => Number(question.dataset.position);

// ---- what is answered, as it will be sent ----
const TWICE = "Two items have the same place; give each item one place.";
const valueOf = (question) => {
  const chosen = [...question.querySelectorAll("input:checked")].map((input) => input.value);
  const selects = [...question.querySelectorAll("select")].map((select) => (select.value === "" ? -1 : Number(select.value)));
  switch (question.dataset.kind) {
    case "single_best": return chosen.length ? Number(chosen[0]) : undefined;
    case "true_false": return chosen.length ? chosen[0] === "true" : undefined;
    case "multiple_response": return chosen.map(Number);
    case "matching": return selects;
    case "ordering": {
      const order = selects.map(() => -1);
      selects.forEach((place, item) => { if (place >= 0) order[place] = order[place] === -1 ? item : -2; });
      return order.includes(-2) ? TWICE : order;
    }
    default: return question.querySelector(".number input").value.trim() || null; // null takes an answer back
  }
};
const isAnswered = (question) => {
  const value = valueOf(question);
  if (Array.isArray(value)) return value.length > 0 && !value.includes(-1);
  return value !== undefined && value !== null && value !== TWICE;
};

// ---- the line that says what is safe ----
const waiting = new Map(); // position -> value that the server does not have yet
const refused = new Map(); // position -> the server's sentence
let lastSaved = null;
let note = "";
const tell = () => {
  const answered = questions.filter(isAnswered).length;
  const unsafe = [...waiting.keys()].sort((a, b) => a - b);
  const wrong = [...refused.keys()];
  let words = answered === 0 ? "Nothing answered yet" : answered === 1 ? "Your answer is safe" : `All ${answered} answers safe`;
  if (answered && lastSaved) words += ` at ${lastSaved.toLocaleTimeString("en-GB")}`;
  if (wrong.length) words = `Not saved, question ${wrong[0]}: ${refused.get(wrong[0])}`;
  else if (unsafe.length) words = note || (unsafe.length === 1 ? `Saving question ${unsafe[0]}` : `Saving questions ${unsafe.join(", ")}`);
  const trouble = wrong.length > 0 || (unsafe.length > 0 && note !== "");
  const name = trouble ? "#below" : unsafe.length ? "#part" : answered ? "#done" : "#none";
  line.classList.toggle("unsafe", trouble);
  mark.setAttribute("href", mark.getAttribute("href").replace(/#.*/, name));
  if (line.lastElementChild.textContent !== words) line.lastElementChild.textContent = words;
  document.querySelectorAll(".bar .track i").forEach((tick, index) => tick.classList.toggle("full", index < answered));
  drawMap(answered);
};
const drawMap = (answered) => {
  const flagged = [];
  for (const question of questions) {
    const position = numberOf(question);
    const link = map.get(position);
    const done = isAnswered(question);
    link.classList.toggle("done", done);
    link.classList.toggle("unsafe", waiting.has(position) && note !== "");
    if (link.classList.contains("flagged")) flagged.push(position);
    const states = [done ? "answered" : "not answered"];
    if (link.classList.contains("flagged")) states.push("flagged");
    if (waiting.has(position) && note) states.push("not safe yet");
    link.setAttribute("aria-label", `Question ${position}, ${states.join(", ")}`);
  }
  const flags = flagged.length ? ` Flagged: ${flagged.join(", ")}.` : "";
  say.textContent = `${answered} answered, shown underlined. ${count - answered} open.${flags} You can change any answer until you hand in.`;
};

// ---- saving: one at a time, the newest value of each question, until the server has it ----
let saving = false;
let pause = 1000;
const put = (position, body) => fetch(`/attempts/${paper.dataset.attempt}/responses/${position}`, {
  method: "PUT",
  headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
  body: JSON.stringify(body),
});
const freshToken = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
  const there = page.getElementById("paper");
  if (!there) throw new Error("signed out");
  csrf = there.dataset.csrf;
  paper.querySelector("input[name=csrf_token]").value = csrf;
};
const saveOne = async (position, value) => {
  const answer = await put(position, { answer: value });
  if (answer.ok) {
    const receipt = await answer.json();
    lastSaved = new Date(receipt.saved_at);
    refused.delete(position);
    return;
  }
  if (answer.status === 422 || answer.status === 413 || answer.status === 403) {
    refused.set(position, (await answer.json()).what);
    return;
  }
  if (answer.status === 409 || answer.status === 404) {
    waiting.clear(); // handed in elsewhere: there is nothing to keep here
    location.assign(`/attempts/${paper.dataset.attempt}/result`);
    return;
  }
  if (answer.status === 400 || answer.status === 401) await freshToken();
  throw new Error(String(answer.status));
};
const saveAll = async () => {
  if (saving) return;
  saving = true;
  while (waiting.size) {
    const [position, value] = waiting.entries().next().value;
    try {
      await saveOne(position, value);
      if (waiting.get(position) === value) waiting.delete(position); // else a newer value waits
      pause = 1000;
      note = "";
    } catch (error) {
      if (waiting.get(position) === value) { // to the end of the queue: one that fails blocks no other
        waiting.delete(position);
        waiting.set(position, value);
      }
      const out = error.message === "signed out";
      note = out
        ? "Not safe yet: you are signed out. Sign in again in another tab; nothing is lost here."
        : `Not safe yet: question ${[...waiting.keys()].join(", ")}. Trying again.`;
      tell();
      await new Promise((resolve) => { setTimeout(resolve, pause); });
      pause = Math.min(pause * 2, 30000);
    }
    tell();
  }
  saving = false;
};
// What was chosen or typed is unsafe from that moment on; what is typed is sent after a short rest.
let resting = null;
paper.addEventListener("input", (event) => {
  const question = event.target.closest(".question");
  if (!question) return;
  const value = valueOf(question);
  refused.delete(numberOf(question));
  if (value === undefined) return;
  if (value === TWICE) refused.set(numberOf(question), TWICE);
  else waiting.set(numberOf(question), value);
  tell();
  clearTimeout(resting);
  resting = setTimeout(saveAll, event.target.type === "text" ? 600 : 0);
});
addEventListener("online", () => { pause = 1000; saveAll(); });
addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });

// ---- one question a screen ----
let current = 0;
const button = (words, className) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn ${className}`;
  made.textContent = words;
  return made;
};
const acts = document.createElement("div");
acts.className = "acts";
const next = button("", "main");
const back = button("", "plain");
const later = button("Flag for later", "plain flag");
acts.append(next, back, later);
const end = paper.querySelector(".acts.last");
end.before(acts);
const showQuestion = (index, focus = true) => {
  current = Math.max(0, Math.min(count - 1, index));
  questions.forEach((question, at) => { question.hidden = at !== current; });
  for (const [position, link] of map) {
    if (position === current + 1) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  const last = current === count - 1;
  next.hidden = last;
  next.textContent = `Save and go to question ${current + 2}`;
  back.hidden = current === 0;
  back.textContent = `Back to question ${current}`;
  end.hidden = !last;
  end.querySelector("[value=save]").hidden = true;
  showFlag();
  history.replaceState(null, "", `#question-${current + 1}`);
  document.title = document.title.replace(/^(?:Question \d+, )?/, `Question ${current + 1}, `);
  if (focus) {
    scrollTo({ top: 0, behavior: "instant" });
    questions[current].querySelector(".qno").focus({ preventScroll: true });
  }
};
const showFlag = () => {
  const on = map.get(current + 1).classList.contains("flagged");
  later.textContent = on ? "Flagged: take the flag away" : "Flag for later";
  later.setAttribute("aria-pressed", String(on));
};
later.addEventListener("click", async () => {
  const link = map.get(current + 1);
  const on = link.classList.toggle("flagged");
  showFlag();
  tell();
  const sent = await put(current + 1, { flagged: on }).catch(() => null);
  if (sent === null || !sent.ok) link.classList.toggle("flagged", !on);
  showFlag();
  tell();
});
next.addEventListener("click", () => showQuestion(current + 1));
back.addEventListener("click", () => showQuestion(current - 1));
for (const [position, link] of map) {
  link.addEventListener("click", (event) => { event.preventDefault(); showQuestion(position - 1); });
}
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const typingNow = event.target.matches?.("input[type=text], input:not([type]), select, textarea");
  if (typingNow) return;
  if (/^[1-9]$/.test(event.key)) {
    const choice = questions[current].querySelectorAll(".opt input")[Number(event.key) - 1];
    if (choice) choice.click(); // the focus stays: an arrow after a number must not move the choice
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault(); // left and right turn pages; up and down move among the choices
    showQuestion(current + (event.key === "ArrowRight" ? 1 : -1));
  }
});

// ---- handing in: first everything is safe, then the form goes ----
paper.addEventListener("submit", async (event) => {
  if (!waiting.size) return;
  event.preventDefault();
  saveAll();
  const submitter = event.submitter;
  for (let tries = 0; waiting.size && tries < 40; tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 250); });
  }
  if (waiting.size) note = "Not handed in: some answers cannot be sent. Nothing is lost; try again when you are online.";
  else paper.requestSubmit(submitter);
  tell();
});

const start = Number(location.hash.match(/^#question-(\d+)$/)?.[1] ?? 0);
const firstOpen = questions.findIndex((question) => !isAnswered(question));
const faulty = questions.findIndex((question) => question.querySelector(".error"));
showQuestion(faulty >= 0 ? faulty : start ? start - 1 : Math.max(0, firstOpen), false);
tell();
watchActivity({ page: paper.dataset.page, csrf, partNow: () => "test" });
