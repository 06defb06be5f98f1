// The test: each answer is kept here when it is chosen, and sent until the server says that it is safe.
// Without this file the test is a form on one page, and saves on Save and on submit.
import { watchActivity } from "./activity.js";
import { TWICE, isAnswered, isBegun, show, swapPlaces, valueOf, wordsOf } from "./answers.js";
import { leftInWords, minuteOf, serverNow, setClock, timeOf } from "./clock.js";
import { onDisk, onlyHere } from "./kept.js";
import { openQueue } from "./queue.js";
import { makeScreens } from "./screens.js";

const paper = document.getElementById("paper");
const questions = [...paper.querySelectorAll(".question[data-position]")];
const known = questions.map((question) => ({ revision: Number(question.dataset.revision), stale: null }));
const flags = new Set(questions.filter((question) => question.dataset.flagged).map((question) => Number(question.dataset.position)));
const line = document.querySelector(".bar .safe");
const signIn = document.querySelector(".bar .again");
const said = document.getElementById("said");
const late = new Set(); // positions whose answer came after the end
const refused = new Map(); // position -> the sentence of why it is not saved
let lastSaved = Date.parse(paper.dataset.saved) || 0;
let deadline = Date.parse(paper.dataset.deadline);
let over = false;
let handing = false;
let stopped = false; // handing in was tried, and something is not safe

const [visit] = performance.getEntriesByType("navigation");
setClock(paper.dataset.now, visit?.responseStart);
line.removeAttribute("role"); // it changes with every answer; what a listener must know is said apart
const announce = (words) => { said.textContent = said.textContent === words ? `${words}\u00a0` : words; };

// ---- the line that says what is safe, and why something is not ----
const WHY = {
  offline: "You are offline",
  server: "The server does not answer; trying again",
  "signed out": "You are signed out",
  other: "Somebody else is signed in here",
};
const together = (numbers) => `question${numbers.length > 1 ? "s" : ""} ${numbers.join(", ").replace(/, (\d+)$/, " and $1")}`;
const unsafeNow = () => [...new Set(queue.items().map((item) => item.position))].sort((a, b) => a - b);
const safeWords = () => {
  const saved = questions.filter((question) => isAnswered(question) || isBegun(question)).length;
  if (!saved) return "Nothing answered yet";
  const words = saved === 1 ? "Your answer is safe" : `All ${saved} answers safe`;
  return lastSaved ? `${words} at ${timeOf(lastSaved)}` : words;
};
const troubleWords = (unsafe) => {
  const [wrong] = refused.keys();
  if (wrong) return `Not saved, question ${wrong}: ${refused.get(wrong)}`;
  const trouble = queue.trouble();
  if (!trouble) stopped = false;
  const [why, begin] = [WHY[trouble], stopped ? "Not handed in. " : ""];
  if (!unsafe.length) return stopped ? `${begin}${why}.` : trouble === "signed out" ? `${why}. ${safeWords()}` : "";
  if (!trouble) return "";
  const them = unsafe.length > 1 ? "they are" : "it is";
  if (onlyHere()) return `${begin}Not safe yet: ${together(unsafe)}. ${why}. This browser keeps nothing: do not close this page.`;
  const kept = trouble === "server" || !onDisk() ? "" : `; ${them} kept on this device and sent when you are back`;
  return `${begin}Not safe yet: ${together(unsafe)}. ${why}${kept}.`;
};
let told = "";
let slow = null;
const tell = () => {
  const unsafe = unsafeNow();
  const trouble = troubleWords(unsafe);
  const slowly = unsafe.length > 0 && serverNow() - queue.items()[0].at > 600;
  clearTimeout(slow);
  if (unsafe.length && !trouble && !slowly) slow = setTimeout(tell, 650);
  const words = trouble || (slowly ? `Saving ${together(unsafe)}` : unsafe.length ? "" : safeWords());
  const name = trouble ? "#below" : unsafe.length ? "#part" : words.startsWith("Nothing") ? "#none" : "#done";
  const use = line.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, name));
  line.classList.toggle("unsafe", trouble !== "");
  line.querySelector(".mark").classList.toggle("warn", trouble !== "");
  line.querySelector(".mark").classList.toggle("none", name === "#none");
  if (words && line.lastElementChild.textContent !== words) line.lastElementChild.textContent = words;
  signIn.hidden = !["signed out", "other"].includes(queue.trouble());
  signIn.target = onlyHere() ? "_blank" : "";
  const topic = trouble && [...refused.keys(), queue.trouble()].join(); // once for each trouble, not for each try
  const settled = topic ? onDisk() || onlyHere() : !unsafe.length;
  if (topic !== told && settled) {
    announce(trouble || safeWords());
    told = topic;
  }
  screens.draw(trouble ? [...new Set([...unsafe, ...refused.keys()])].sort((a, b) => a - b) : []);
};
const drawError = (question, sentence) => {
  const field = question.querySelector(".number input");
  question.querySelector(".error")?.remove();
  field?.toggleAttribute("aria-invalid", Boolean(sentence));
  field?.removeAttribute("aria-describedby");
  if (!sentence) return;
  const made = document.getElementById("wrong").content.cloneNode(true).firstElementChild;
  made.id = `error-${question.dataset.position}`;
  made.querySelector("span").textContent = sentence;
  question.append(made);
  field?.setAttribute("aria-describedby", made.id);
};

// ---- an answer that was changed on another screen ----
const notice = (position, words, mine) => {
  const question = questions[position - 1];
  question.querySelector(".changed")?.remove();
  if (!words) return;
  const made = document.getElementById("changed").content.cloneNode(true).firstElementChild;
  made.querySelector(".what span").textContent = words;
  if (mine === undefined) made.querySelectorAll(".mine, .acts").forEach((part) => part.remove());
  else {
    const choice = wordsOf(question, mine);
    made.querySelector(".mine").textContent = `Your choice here was kept, not counted${choice ? `: ${choice}` : "."}`;
    made.addEventListener("click", (event) => {
      if (!event.target.matches("button")) return;
      if (event.target.value === "mine") {
        show(question, mine);
        choose(question);
        queue.flush();
      }
      notice(position, "");
      question.querySelector(".qno").focus();
    });
  }
  question.querySelector(".qno").after(made);
  announce(words);
};
const changedWords = (position, at) => `Question ${position} was changed on another screen at ${minuteOf(at)}: that choice counts.`;

// ---- the queue ----
const received = (item, receipt, inAnotherTab = false) => {
  const question = questions[item.position - 1];
  const mine = queue.items().some((one) => one.position === item.position && one.field === item.field);
  if (item.field === "flagged") {
    if (inAnotherTab && !mine) flags[item.value ? "add" : "delete"](item.position);
  } else if (receipt.standing === "stale") {
    const { revision, answer, saved_at: at } = receipt.current;
    known[item.position - 1] = { revision, stale: (known[item.position - 1].stale ?? 0) + 1 };
    lastSaved = Math.max(lastSaved, Date.parse(at));
    if (!mine) {
      show(question, answer);
      notice(item.position, changedWords(item.position, at), item.value);
    }
  } else {
    known[item.position - 1].revision = receipt.revision;
    lastSaved = Math.max(lastSaved, Date.parse(receipt.saved_at));
    if (inAnotherTab && !mine) show(question, item.value);
  }
  tell();
};
const learned = (state) => {
  setClock(state.now);
  const moved = state.deadline ? Date.parse(state.deadline) : NaN;
  if (over && !(moved <= serverNow())) location.reload();
  deadline = moved;
  const waiting = queue.items();
  for (const { question: position, revision, answer, flagged, saved_at: at, stale } of state.responses) {
    const before = known[position - 1];
    const [question, waits] = [questions[position - 1], waiting.filter((item) => item.position === position)];
    if (!waits.some((item) => item.field === "flagged")) flags[flagged ? "add" : "delete"](position);
    if (revision > before.revision && !waits.length) {
      show(question, answer);
      notice(position, changedWords(position, at));
      lastSaved = Math.max(lastSaved, Date.parse(at));
      before.revision = revision;
    } else if (before.stale !== null && stale > before.stale) {
      notice(position, `An older choice for question ${position} came from another screen; the one here counts.`);
    }
    before.stale = stale;
  }
  tell();
};
const queue = openQueue({
  person: paper.dataset.person,
  attempt: paper.dataset.attempt,
  csrf: paper.dataset.csrf,
  now: serverNow,
  onChange: (chosen) => {
    if (chosen?.field === "answer") show(questions[chosen.position - 1], chosen.value);
    tell();
  },
  onReceipt: received,
  onRefused: (item, sentence) => {
    if (item.field === "answer") refused.set(item.position, sentence);
    drawError(questions[item.position - 1], sentence);
    tell();
  },
  onState: learned,
  onLate: (item) => late.add(item.position),
  onClosed: (address) => {
    if (!late.size) return location.assign(address);
    const [answer, is] = late.size > 1 ? ["answers", "are"] : ["answer", "is"];
    line.lastElementChild.textContent = `The test was closed before the ${answer} to ${together([...late])} came. What came late ${is} kept, and not counted.`;
    announce(line.lastElementChild.textContent);
    return setTimeout(() => location.assign(address), 4e3); // time to hear it; the result says it again
  },
});
const choose = (question, value = valueOf(question)) => {
  const position = Number(question.dataset.position);
  refused.delete(position);
  if (value === TWICE) refused.set(position, TWICE);
  else if (value !== undefined) queue.choose(position, "answer", value, known[position - 1].revision);
  drawError(question, refused.get(position));
  tell();
};
const screens = makeScreens(paper, questions, {
  flags,
  onFlag: (position, on) => {
    queue.choose(position, "flagged", on, 0);
    tell();
    queue.flush();
  },
  onTakeBack: (question) => {
    notice(Number(question.dataset.position), "");
    show(question, null);
    choose(question, null);
    announce("Your answer is taken back.");
    queue.flush();
  },
});
let resting = null;
paper.addEventListener("input", (event) => {
  const question = event.target.closest(".question");
  if (!question) return;
  notice(Number(question.dataset.position), "");
  const moved = question.dataset.kind === "ordering" && swapPlaces(question, event.target);
  if (moved) announce(moved);
  choose(question);
  clearTimeout(resting);
  resting = setTimeout(() => queue.flush(), event.target.type === "text" ? 600 : 0); // typing goes after a short rest
});
signIn.addEventListener("click", () => { // and back to the question that is shown
  const address = new URL(signIn.href);
  address.searchParams.set("next", location.pathname + location.hash);
  signIn.href = address.href;
});
addEventListener("beforeunload", (event) => { if (!onDisk()) event.preventDefault(); });
const lookAgain = () => { if (!document.hidden) queue.wake(); };
document.addEventListener("visibilitychange", lookAgain);
addEventListener("focus", lookAgain);
addEventListener("pageshow", (event) => { if (event.persisted) lookAgain(); });
setInterval(lookAgain, 20e3); // another device may have changed something

// ---- the clock, which is the server's ----
const left = document.querySelector(".bar .left");
let before = Infinity;
const tick = () => {
  if (Number.isNaN(deadline) || over) return;
  const ms = deadline - serverNow();
  const words = `${leftInWords(ms)}, until ${minuteOf(deadline)}`;
  if (left.textContent !== words) left.textContent = words;
  left.classList.toggle("soon", ms <= 300e3);
  if ([300e3, 60e3].some((mark) => before > mark && ms <= mark && ms > 0)) announce(words);
  before = ms;
  if (ms > 0) return;
  over = true; // what was chosen until now is sent; then the server marks it, and the page goes to the result
  left.textContent = "Time is over. What was saved is being marked.";
  announce(left.textContent);
  for (const field of paper.querySelectorAll("input, select, button")) field.disabled = true;
  queue.wake();
  setInterval(queue.wake, 5e3);
};
setInterval(tick, 1000);

// ---- handing in, from the last screen alone: first everything is safe, then the form goes ----
for (const field of paper.querySelectorAll("[name=on_page]")) field.disabled = true; // what is saved counts, not this page
paper.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.submitter?.value !== "submit") return screens.go(screens.current() + 1);
  if (!screens.atEnd()) return screens.go(questions.length);
  if (handing) return undefined;
  handing = true;
  await queue.wake();
  while (queue.items().length && !queue.trouble()) await queue.flush();
  handing = false;
  stopped = queue.trouble() !== null;
  tell();
  if (refused.size) return screens.go([...refused.keys()][0] - 1);
  if (stopped) return undefined;
  paper.elements.csrf_token.value = queue.token();
  for (const field of paper.querySelectorAll(".hand-in")) field.disabled = false;
  return paper.submit();
});

// ---- begin: what waits here is shown as chosen, and sent ----
await queue.ready;
for (const item of queue.items()) {
  if (item.field === "answer") show(questions[item.position - 1], item.value);
  else flags[item.value ? "add" : "delete"](item.position);
}
const wanted = location.hash.match(/^#question-(\d+)$/)?.[1];
for (const [index, question] of questions.entries()) { // what was sent as a form, and could not be saved
  const sentence = question.querySelector(".error span")?.textContent;
  if (sentence) refused.set(index + 1, sentence);
}
const [faulty] = refused.keys();
const firstOpen = questions.findIndex((question) => !isAnswered(question));
const start = location.hash === "#end" ? questions.length : Math.max(0, firstOpen);
screens.go((faulty ?? wanted ?? start + 1) - 1, false);
tell();
tick();
queue.wake();
watchActivity({ page: paper.dataset.page, csrf: paper.dataset.csrf, partNow: () => "test" });
