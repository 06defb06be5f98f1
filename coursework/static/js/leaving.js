// Signing out: what waits to be sent is sent first; if that cannot be, the reader decides.
import { discardOf, itemsOf } from "./kept.js";
import { resume } from "./queue.js";

const button = (words, name, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
};

let asked = null;
export async function leave(form) {
  const { person } = document.body.dataset; // known without asking, for the server may not answer
  await resume();
  const count = new Set((await itemsOf(person)).map((item) => `${item.name.split("/")[2]} ${item.position}`)).size;
  if (!count) return form.submit();
  asked?.remove();
  asked = document.createElement("dialog");
  asked.className = "ask";
  asked.setAttribute("aria-labelledby", "unsafe");
  const [what, why, acts] = ["h2", "p", "div"].map((tag) => document.createElement(tag));
  what.id = "unsafe";
  what.textContent = count === 1 ? "1 answer is not safe yet" : `${count} answers are not safe yet`;
  const [it, stays, is] = count === 1 ? ["It", "stays", "is"] : ["They", "stay", "are"];
  why.textContent = `${it} could not be sent. ${it} ${stays} on this device while you are signed in, and ${is} sent when the server answers.`;
  acts.className = "acts";
  acts.append(
    button("Stay and keep trying", "btn main", () => asked.close()),
    button("Sign out and discard them on this device", "btn plain", async () => {
      await discardOf(person);
      form.submit();
    }),
  );
  asked.append(what, why, acts);
  document.body.append(asked);
  return asked.showModal();
}
