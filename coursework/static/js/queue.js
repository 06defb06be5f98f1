// What was chosen and is not yet known to be on the server's disk, kept by this browser until it is.
// Only the tab that holds the lock changes or removes items. Times are the server's: the device's clock
// may be wrong.
import { ALL, drop, itemsIn, keep } from "./kept.js";

const WEEK = 7 * 86400e3;
const rest = (pause) => new Promise((resolve) => { setTimeout(resolve, pause); });
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const forgetOld = async (now) => {
  for (const item of await itemsIn(ALL)) if (Math.abs(now - item.at) > WEEK) await drop(item.name);
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
    try { localStorage.removeItem(name); } catch { /* it was never there */ }
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
  let waiting = []; // what waits, as this page knows it: `look` asks what other tabs have done
  const items = () => waiting;
  const gone = new Set(); // names of what waits no more, though the disk may have it for a moment
  const look = async () => {
    waiting = (await itemsIn(base)).filter(({ name }) => !gone.has(name));
    return waiting;
  };
  const without = ({ name }) => {
    gone.add(name);
    waiting = waiting.filter((one) => one.name !== name);
  };
  const remove = (item) => {
    without(item);
    return drop(item.name);
  };
  const channel = new BroadcastChannel(base);
  let trouble = null;
  let tries = 0;
  let timer = null;
  let running = null;
  let again = false;
  let newest = 0;
  let result = null;
  let notBefore = 0;
  const ready = forgetOld(now()).then(look);

  // A new token, and the certainty that it is still this person who is signed in.
  const askState = async () => {
    const answer = await ask(`/attempts/${attempt}/state`);
    await forgetOld(Date.parse(answer.body.now ?? answer.headers.get("Date")));
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

  const settle = async (item, receipt) => {
    without(item);
    onReceipt(item, receipt); // from now on a new choice has seen it
    if (receipt.standing === "kept" && item.field === "answer") { // what was chosen before, here, has seen it too
      for (const later of await look()) {
        if (later.position === item.position && later.field === "answer") await keep({ ...later, seen: receipt.revision });
      }
    }
    await drop(item.name);
    channel.postMessage({ item, receipt });
  };
  const send = async (item) => {
    await keep({ ...item, tried: true });
    let answer = await put(item);
    const outOfDate = answer.status === 400 && answer.headers.has("X-Page-Stale");
    if (outOfDate || answer.status === 401 || answer.status === 404) {
      await askState();
      answer = await put(item);
    }
    if (answer.status < 300) await settle(item, answer.body);
    else if (answer.status === 409) {
      await remove(item);
      result = answer.body.result ?? answer.headers.get("Location");
      if (item.field === "answer") onLate(item);
    } else if (answer.status === 401 || answer.headers.has("X-Page-Stale")) throw new Trouble("server");
    else {
      const refused = answer.body.what ?? "The server does not take it.";
      await remove(item);
      channel.postMessage({ item, refused });
      onRefused(item, refused);
    }
  };
  // What was tried goes first, under its own key, until it is known what became of it; then the newest.
  const nextOf = async (slot) => {
    const those = (await look()).filter((item) => `${item.position} ${item.field}` === slot);
    const tried = those.find((item) => item.tried);
    if (tried || !those.length) return tried;
    for (const old of those.slice(0, -1)) await remove(old);
    return those.at(-1);
  };
  const pass = async () => {
    let failed = null;
    for (const slot of new Set((await look()).map((item) => `${item.position} ${item.field}`))) {
      try {
        for (let item = await nextOf(slot); item; item = await nextOf(slot)) await send(item);
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
      const state = check ? await askState() : null;
      failed = (await look()).length ? await alone(`lease/${base}`, pass) : null;
      await look();
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
    if (data.item) without(data.item);
    if (data.receipt) onReceipt(data.item, data.receipt, true);
    else if (data.refused) onRefused(data.item, data.refused);
    look().then(() => onChange(data.chosen));
  });
  const wake = () => {
    tries = 0;
    return flush(true);
  };
  addEventListener("online", wake);

  return {
    flush,
    wake,
    ready,
    items,
    trouble: () => trouble,
    token: () => csrf,
    choose(position, field, value, seen) {
      newest = Math.max(now(), newest + 1);
      const key = newKey();
      const item = { name: base + key, position, field, value, key, seen, at: newest, tried: false };
      waiting = [...waiting, item];
      keep(item).then(() => {
        channel.postMessage({ chosen: item });
        onChange();
      });
    },
  };
}

// ---- on any other page: send what an earlier page of this person left, and let nobody else see it ----
const theirs = new Map();
let later = null;
export async function resume() {
  for (const group of new Set((await itemsIn(ALL)).map((item) => item.name.split("/").slice(1, 3).join("/")))) {
    const [person, attempt] = group.split("/");
    if (theirs.has(group)) continue;
    const answer = await ask(`/attempts/${attempt}/state`).catch(() => null);
    if (answer) await forgetOld(Date.parse(answer.body.now ?? answer.headers.get("Date")));
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
