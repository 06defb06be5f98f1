// Active seconds on a page of ours, and the reader's place, told to the server.
// The server decides what counts: never before it sent the page, never after the pulse
// arrived, and no second twice.

const IDLE_AFTER = 120;
const EVERY = 15;
const KEPT = "coursework-kept-pulses";
const MOST = 8;
const seconds = () => performance.now() / 1000;
const round = (value) => Math.round(value * 10) / 10;

// `partNow` names the part that is being read (or null); `placeNow` the place (or null);
// `onSecond` is called with the part of each active second.
export function watchActivity({ page, csrf, partNow, placeNow = () => null, onSecond = () => {} }) {
  let lastInput = seconds();
  let spans = [];
  let stopped = false;
  let sending = false;
  const touch = () => { lastInput = seconds(); };
  for (const name of ["scroll", "keydown", "pointerdown", "pointermove", "touchmove", "input"]) {
    addEventListener(name, touch, { passive: true, capture: true });
  }

  let before = seconds();
  setInterval(() => {
    const now = seconds();
    const step = now - before;
    const from = before;
    before = now;
    const part = partNow();
    if (step > 5 || document.hidden || now - lastInput > IDLE_AFTER || part === null) return;
    const last = spans[spans.length - 1];
    if (last && last.part === part && from - last.to < 0.2) last.to = round(now);
    else spans.push({ part, from: round(from), to: round(now) });
    onSecond(part, step);
  }, 1000);

  // A page that is out of date, because its reader signed in again, fetches a fresh token.
  const freshToken = async () => {
    const text = await (await fetch(location.pathname)).text();
    const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-csrf]");
    if (found) csrf = found.dataset.csrf;
  };
  const send = async (body, keepalive) => {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf };
    const answer = await fetch("/pulse", { method: "POST", headers, body, keepalive });
    await answer.text(); // so that the connection is free again
    if (answer.status === 400) await freshToken();
    if (answer.status >= 500 || answer.status === 400 || answer.status === 401) throw new Error(answer.statusText);
    return answer.status;
  };

  const pulse = async (keepalive = false) => {
    if (stopped || sending || !spans.length) return;
    const told = spans;
    spans = [];
    sending = true;
    try {
      const status = await send(JSON.stringify({ page, spans: told, place: placeNow() }), keepalive);
      if (status === 404) stopped = true; // another person's page, or older than a day
    } catch {
      spans = told.concat(spans).slice(-400);
    }
    sending = false;
  };
  setInterval(pulse, EVERY * 1000);
  addEventListener("online", () => pulse());
  document.addEventListener("visibilitychange", () => { if (document.hidden) pulse(true); });

  // What could not be sent when the page closed is sent by the next page: the last few of such pages.
  const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)) ?? []; } catch { return []; } };
  const keep = (pulses) => {
    try {
      if (pulses.length) localStorage.setItem(KEPT, JSON.stringify(pulses.slice(-MOST)));
      else localStorage.removeItem(KEPT);
    } catch { /* a browser that keeps nothing loses a few seconds */ }
  };
  addEventListener("pagehide", () => {
    if (stopped || !spans.length) return;
    if (navigator.onLine && !sending) pulse(true);
    else keep([...kept(), { page, spans, place: placeNow() }]);
  });
  (async () => {
    for (const one of kept()) {
      await send(JSON.stringify(one), false);
      keep(kept().filter((other) => JSON.stringify(other) !== JSON.stringify(one)));
    }
  })().catch(() => {}); // the next page tries again
}
