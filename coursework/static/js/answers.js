// One question of the paper as it stands on the page: what is answered, and showing an answer.

export const TWICE = "Two items have the same place; give each item one place.";
const OPEN = -1;

const selectsOf = (question) => [...question.querySelectorAll("select")];

// The answer as it is sent: undefined where nothing was ever chosen, null where it is taken back.
export function valueOf(question) {
  const chosen = [...question.querySelectorAll(".opt input:checked")].map((input) => input.value);
  const places = selectsOf(question).map((select) => (select.value === "" ? OPEN : Number(select.value)));
  switch (question.dataset.kind) {
    case "single_best": return chosen.length ? Number(chosen[0]) : undefined;
    case "true_false": return chosen.length ? chosen[0] === "true" : undefined;
    case "multiple_response": return chosen.map(Number);
    case "matching": return places;
    case "ordering": {
      const order = places.map(() => OPEN);
      for (const [item, place] of places.entries()) {
        if (place !== OPEN && order[place] !== OPEN) return TWICE;
        if (place !== OPEN) order[place] = item;
      }
      return order;
    }
    default: return question.querySelector(".number input").value.trim() || null;
  }
}

export function isAnswered(question) {
  const value = valueOf(question);
  if (Array.isArray(value)) return value.length > 0 && !value.includes(OPEN);
  return value !== undefined && value !== null && value !== TWICE;
}

// Some of its lines are filled, and some are open.
export function isBegun(question) {
  const value = valueOf(question);
  return Array.isArray(value) && value.includes(OPEN) && value.some((place) => place !== OPEN);
}

const placed = new WeakMap(); // a select -> the place that its item has
const placeOf = (select) => placed.get(select) ?? select.querySelector("option[selected]")?.value ?? "";

// An item that is given the place of another gives it its own; returns the other in words, or "".
export function swapPlaces(question, select) {
  const selects = selectsOf(question);
  const other = selects.find((one) => one !== select && one.value !== "" && one.value === select.value);
  if (other) other.value = placeOf(select);
  for (const one of selects) placed.set(one, one.value);
  if (!other) return "";
  const now = other.value === "" ? "has no place now" : `is ${other.selectedOptions[0].text} now`;
  return `${other.labels[0].textContent.trim()} ${now}.`;
}

export function show(question, value) {
  const chosen = [value].flat().map(String);
  for (const input of question.querySelectorAll(".opt input")) input.checked = chosen.includes(input.value);
  for (const [row, select] of selectsOf(question).entries()) {
    const place = question.dataset.kind === "ordering" ? (value ?? []).indexOf(row) : value?.[row] ?? OPEN;
    select.value = place === OPEN ? "" : String(place);
    placed.set(select, select.value);
  }
  const typed = question.querySelector(".number input");
  if (typed) typed.value = value ?? "";
}

// A choice in words, where few are enough.
export function wordsOf(question, value) {
  if (question.dataset.kind === "numeric") return String(value ?? "no number");
  const inputs = [...question.querySelectorAll(".opt input")].filter((input) => [value].flat().map(String).includes(input.value));
  return inputs.map((input) => input.nextElementSibling.textContent.trim()).join("; ");
}
