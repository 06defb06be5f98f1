// One question a screen, the map beside it, the keys, and the last screen, which says what is open.
import { isAnswered, isBegun } from "./answers.js";

const listed = (positions) => positions.map((position) => {
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `#question-${position}`;
  link.textContent = `Question ${position}`;
  row.append(link);
  return row;
});
const several = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

export function makeScreens(paper, questions, { flags, onFlag, onTakeBack }) {
  const count = questions.length;
  const map = [...document.querySelectorAll(".map ol a")];
  const say = document.querySelector(".map .say");
  const end = document.getElementById("end");
  const handIn = paper.querySelector(".acts.last");
  const turns = document.getElementById("turns");
  const [next, back, later, takeBack] = turns.querySelectorAll("button");
  const toEnd = document.querySelector(".map .hand button");
  const screens = [...questions, end];
  let current = 0;

  const drawTurns = () => {
    takeBack.hidden = current === count || !(isAnswered(questions[current]) || isBegun(questions[current]));
    const on = flags.has(current + 1);
    later.querySelector("span").textContent = on ? "Flagged: take the flag away" : "Flag for later";
    later.setAttribute("aria-pressed", String(on));
  };
  // `unsafe` are the positions of which the server does not have everything.
  const draw = (unsafe) => {
    const open = [];
    const begun = [];
    for (const [index, question] of questions.entries()) {
      const position = index + 1;
      const states = { done: isAnswered(question), begun: isBegun(question), flagged: flags.has(position), unsafe: unsafe.includes(position) };
      for (const [name, on] of Object.entries(states)) map[index].classList.toggle(name, on);
      if (!states.done) (states.begun ? begun : open).push(position);
      const words = [states.done ? "answered" : states.begun ? "begun" : "not answered", states.flagged && "flagged", states.unsafe && "not safe yet"];
      map[index].setAttribute("aria-label", `Question ${position}, ${words.filter(Boolean).join(", ")}`);
    }
    const flagged = [...flags].sort((a, b) => a - b);
    const signs = flagged.length ? ` Flagged: ${flagged.join(", ")}.` : "";
    const troubled = unsafe.length ? ` Not safe yet, with a dashed edge: ${unsafe.join(", ")}.` : "";
    const done = count - open.length - begun.length;
    const half = begun.length ? ` ${begun.length} begun, with a short line.` : "";
    say.textContent = `${done} answered, shown underlined.${half} ${open.length} open.${signs}${troubled} You can change any answer until you hand in.`;
    document.querySelectorAll(".bar .track i").forEach((tick, index) => tick.classList.toggle("full", index < done));
    for (const [name, positions, none, words] of [
      ["open", open, begun.length ? "No question is open." : `All ${several(count, "question")} are answered.`, `${several(open.length, "question")} open; an open question earns nothing.`],
      ["begun", begun, "", `${several(begun.length, "question")} begun; ${begun.length === 1 ? "it earns" : "they earn"} only what is filled.`],
      ["flagged", flagged, "Nothing is flagged.", `${several(flagged.length, "question")} flagged for another look.`],
      ["unsafe", unsafe, "Every answer is safe.", `${several(unsafe.length, "question")} not safe yet; the test is handed in when all are.`],
    ]) {
      const part = end.querySelector(`[data-part=${name}]`);
      part.hidden = !positions.length && !none;
      part.querySelector("span").textContent = positions.length ? words : none;
      const use = part.querySelector("use");
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, positions.length ? "#below" : "#done"));
      part.querySelector(".mark").classList.toggle("warn", positions.length > 0);
      const list = part.querySelector("ul");
      const there = [...list.querySelectorAll("a")].map((link) => Number(link.hash.slice(10)));
      if (there.join() !== positions.join()) list.replaceChildren(...listed(positions)); // else the focus would be lost
    }
    drawTurns();
  };

  const go = (index, focus = true) => {
    current = Math.max(0, Math.min(count, index));
    const last = current === count;
    screens.forEach((screen, at) => { screen.hidden = at !== current; });
    for (const [at, link] of map.entries()) {
      if (at === current) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    next.hidden = later.hidden = last;
    next.textContent = current === count - 1 ? "Save and look over the test" : `Save and go to question ${current + 2}`;
    back.hidden = current === 0;
    back.textContent = `Back to question ${current}`;
    handIn.hidden = !last;
    toEnd.hidden = last;
    drawTurns();
    const name = last ? "Before you hand in" : `Question ${current + 1}`;
    history.replaceState(null, "", `#${last ? "end" : `question-${current + 1}`}`);
    document.title = document.title.replace(/^(?:Question \d+, |Before you hand in, )?/, `${name}, `);
    if (!focus) return;
    scrollTo({ top: 0, behavior: "instant" });
    screens[current].querySelector(".qno").focus({ preventScroll: true });
  };

  handIn.querySelector("[value=save]").hidden = true;
  for (const button of paper.querySelectorAll(".acts.one")) button.hidden = true;
  handIn.after(turns);
  paper.classList.add("keys"); // shows the numbers beside the options while they work
  turns.hidden = false;
  next.addEventListener("click", () => go(current + 1));
  back.addEventListener("click", () => go(current - 1));
  later.addEventListener("click", () => {
    const position = current + 1;
    if (!flags.delete(position)) flags.add(position);
    drawTurns();
    onFlag(position, flags.has(position));
  });
  takeBack.addEventListener("click", () => {
    screens[current].querySelector(".qno").focus({ preventScroll: true }); // the button goes
    onTakeBack(questions[current]);
  });
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#question-']");
    if (!link) return;
    event.preventDefault();
    go(Number(link.hash.slice(10)) - 1);
  });
  toEnd.addEventListener("click", (event) => {
    event.preventDefault();
    go(count);
  });
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.matches?.("input[inputmode], select, textarea")) return;
    if (/^[1-9]$/.test(event.key)) {
      if (!screens[current].contains(document.activeElement)) return; // a number spoken or struck elsewhere chooses nothing
      const choice = screens[current].querySelectorAll(".opt input")[Number(event.key) - 1];
      choice?.click(); // the focus stays: an arrow after a number must not move the choice
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault(); // left and right turn pages; up and down move among the choices
      go(current + (event.key === "ArrowRight" ? 1 : -1));
    }
  });

  return { draw, go, atEnd: () => current === count, current: () => current };
}
