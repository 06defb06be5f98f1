// What was chosen and is not yet known to be on the server's disk, kept by this browser until it is.
// Each choice is an item of its own, so that no tab overwrites another's; only the tab that holds the
// lock changes or removes items. Times are the server's: the device's clock may be wrong.

const ALL = "answers/"; // answers/<person>/<attempt>/<key>
const WEEK = 7 * 86400e3;
const rest = (pause) => new Promise((resolve) => { setTimeout(resolve, pause); });
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// ---- where items are kept: with the browser, or, where it keeps nothing, in this page ----
const memory = new Map();
const keep = (name, item) => {
  const text = JSON.stringify(item);
  try {
    localStorage.setItem(name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
};
const drop = (name) => {
  memory.delete(name);
  try { localStorage.removeItem(name); } catch { /* it keeps nothing */ }
};
const itemsIn = (within) => {
  let stored = [];
  try { stored = Object.entries(localStorage); } catch { /* it keeps nothing */ }
  return [...new Map([...stored, ...memory])]
    .filter(([name]) => name.startsWith(within))
    .map(([name, text]) => ({ ...JSON.parse(text), name }))
    .sort((one, other) => one.at - other.at);
};
const forgetOld = (now) => {
  for (const item of itemsIn(ALL)) if (Math.abs(now - item.at) > WEEK) drop(item.name);
};

// ---- one tab at a time ----
const alone = async (name, work) => {
  if (navigator.locks) return navigator.locks.request(name, work);
  const mine = newKey(); // not over https: a lease instead, renewed while the work lasts
  const lease = () => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const renew = () => { try { localStorage.setItem(name, JSON.stringify({ mine, until: Date.now() + 20e3 })); } catch { /* no other tab sees the items either */ } };
  while (lease()?.mine !== mine) {
    const there = lease();
    if (!there || there.until < Date.now() || there.until > Date.now() + 60e3) renew();
    await rest(100);
    if (!lease()) break;
  }
  const renewing = setInterval(renew, 5e3);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    drop(name);
  }
};

// ---- asking the server ----
class Trouble extends Error { // `why`: offline, server, signed out, other
  constructor(why, wait = 0) {
    super(why);
    this.why = why;
    this.wait = wait;
  }
}
const ask = async (address, options = {}) => {
  const headers = { Accept: "application/json", ...options.headers };
  try {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(10e3), ...options, headers });
    const after = Number(answer.headers.get("Retry-After")) || 0;
    if (answer.status === 429 || answer.status >= 500) throw new Trouble("server", after * 1000);
    const body = await answer.json(); // what is no JSON comes from something in between
    return { status: answer.status, headers: answer.headers, body };
  } catch (error) {
    throw error instanceof Trouble ? error : new Trouble(navigator.onLine ? "server" : "offline");
  }
};

// The queue of one person and attempt. `now` is the server's time in ms. It tells: `onChange()`, when more
// or less is unsafe; `onReceipt(item, receipt)`; `onRefused(item, sentence)`; `onLate(item)`; `onState(state)`, what the
// server has; `onClosed(address)`, when all is sent and the test is over.
export function openQueue({ person, attempt, csrf, now, onChange, onReceipt, onRefused, onLate, onState, onClosed }) {
  const base = `${ALL}${person}/${attempt}/`;
  const items = () => itemsIn(base);
  const channel = new BroadcastChannel(base);
  let trouble = null;
  let tries = 0;
  let timer = null;
  let running = null;
  let again = false;
  let newest = 0;
  let result = null;
  let notBefore = 0;
  forgetOld(now());

  // A new token, and the certainty that it is still this person who is signed in.
  const look = async () => {
    const answer = await ask(`/attempts/${attempt}/state`);
    forgetOld(Date.parse(answer.body.now ?? answer.headers.get("Date")));
    if (answer.status === 401) throw new Trouble("signed out");
    if (answer.status !== 200 || answer.body.person !== person) throw new Trouble("other");
    csrf = answer.body.csrf;
    if (answer.body.closed) result = answer.body.result;
    return answer.body;
  };
  const put = ({ position, field, value, key, seen }) => ask(`/attempts/${attempt}/responses/${position}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ [field]: value, key, seen }),
  });

  const settle = (item, receipt) => {
    drop(item.name);
    if (receipt.standing === "kept" && item.field === "answer") { // what was chosen after it, here, has seen it
      for (const later of items()) {
        if (later.position === item.position && later.field === "answer") keep(later.name, { ...later, seen: receipt.revision });
      }
    }
    channel.postMessage({ item, receipt });
    onReceipt(item, receipt);
  };
  const send = async (item) => {
    keep(item.name, { ...item, tried: true });
    let answer = await put(item);
    const outOfDate = answer.status === 400 && answer.headers.has("X-Page-Stale");
    if (outOfDate || answer.status === 401 || answer.status === 404) {
      await look();
      answer = await put(item);
    }
    if (answer.status < 300) settle(item, answer.body);
    else if (answer.status === 409) {
      drop(item.name);
      result = answer.body.result ?? answer.headers.get("Location");
      if (item.field === "answer") onLate(item);
    } else if (answer.status === 401 || answer.headers.has("X-Page-Stale")) throw new Trouble("server");
    else {
      const refused = answer.body.what ?? "The server does not take it.";
      drop(item.name);
      channel.postMessage({ item, refused });
      onRefused(item, refused);
    }
  };
  // What was tried goes first, under its own key, until it is known what became of it; then the newest.
  const nextOf = (slot) => {
    const waiting = items().filter((item) => `${item.position} ${item.field}` === slot);
    const tried = waiting.find((item) => item.tried);
    if (tried || !waiting.length) return tried;
    for (const old of waiting.slice(0, -1)) drop(old.name);
    return waiting.at(-1);
  };
  const pass = async () => {
    let failed = null;
    for (const slot of new Set(items().map((item) => `${item.position} ${item.field}`))) {
      try {
        for (let item = nextOf(slot); item; item = nextOf(slot)) await send(item);
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        failed = error;
        if (error.why !== "server" || !navigator.onLine) break;
      }
      onChange();
    }
    return failed;
  };
  const run = async (check) => {
    let failed = null;
    try {
      const state = check ? await look() : null;
      failed = items().length ? await alone(`lease/${base}`, pass) : null;
      if (state && !failed) onState(state);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      failed = error;
    }
    trouble = failed?.why ?? null;
    if (failed) {
      const pause = Math.min(60e3, 1e3 * 2 ** tries) * (0.5 + Math.random() / 2);
      tries += 1;
      notBefore = performance.now() + failed.wait;
      timer = setTimeout(() => flush(trouble === "signed out" || trouble === "other"), Math.max(pause, failed.wait));
    } else tries = 0;
    onChange();
    if (result && !items().length) onClosed(result);
  };
  // Send what waits; `check` asks the server first who is signed in and what it has.
  const flush = async (check = false) => {
    if (performance.now() < notBefore) return; // the server asked to be left alone; a timer is set
    clearTimeout(timer);
    again ||= running !== null && !check;
    running ??= run(check).finally(() => { running = null; });
    await running;
    if (!again) return;
    again = false;
    if (!trouble) await flush();
  };

  channel.addEventListener("message", ({ data }) => {
    if (data.receipt) onReceipt(data.item, data.receipt, true);
    else if (data.refused) onRefused(data.item, data.refused);
    else onChange(data.chosen);
  });
  const wake = () => {
    tries = 0;
    return flush(true);
  };
  addEventListener("online", wake);

  return {
    flush,
    wake,
    items,
    trouble: () => trouble,
    token: () => csrf,
    onlyHere: () => memory.size > 0,
    choose(position, field, value, seen) {
      newest = Math.max(now(), newest + 1);
      const key = newKey();
      const item = { position, field, value, key, seen, at: newest, tried: false };
      keep(base + key, item);
      channel.postMessage({ chosen: item });
    },
  };
}

// ---- on any other page: send what an earlier page of this person left, and let nobody else see it ----
const theirs = new Map();
let later = null;
export const itemsOf = (person) => itemsIn(`${ALL}${person}/`);
export const discardOf = (person) => { for (const item of itemsOf(person)) drop(item.name); };
export async function resume() {
  for (const group of new Set(itemsIn(ALL).map((item) => item.name.split("/").slice(1, 3).join("/")))) {
    const [person, attempt] = group.split("/");
    if (theirs.has(group)) continue;
    const answer = await ask(`/attempts/${attempt}/state`).catch(() => null);
    if (answer) forgetOld(Date.parse(answer.body.now ?? answer.headers.get("Date")));
    else {
      clearTimeout(later);
      later = setTimeout(resume, 15e3);
    }
    if (answer?.status !== 200 || answer.body.person !== person) continue;
    const nothing = () => {};
    theirs.set(group, openQueue({
      person, attempt, csrf: answer.body.csrf, now: () => Date.parse(answer.body.now),
      onChange: nothing, onReceipt: nothing, onRefused: nothing, onLate: nothing, onState: nothing, onClosed: nothing,
    }));
  }
  await Promise.all([...theirs.values()].map((queue) => queue.flush()));
}
