// Where a choice is kept until it is safe: on this device's disk, or, where the browser keeps nothing, in
// this page. `keep` ends when the disk has it, so that a crash the next moment takes nothing away.
// Each choice is an item of its own, so that no tab overwrites another's: {name, position, field, value, key, seen, at, tried}.

export const ALL = "answers/"; // the name of an item: answers/<person>/<attempt>/<key>
const LONGEST = 3e3; // ms that a browser may take to open its store; some never do

const here = new Map(); // what the disk does not have, or not yet
const refused = new Set(); // the names of what it did not take

const open = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("answers", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("waiting", { keyPath: "name" });
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close();
    resolve(request.result);
  };
  setTimeout(() => reject(new Error("The store does not open.")), LONGEST);
});
const opened = open();
opened.catch(() => {}); // said by `onlyHere`
const inStore = async (mode, act) => {
  const transaction = (await opened).transaction("waiting", mode, { durability: "strict" });
  const request = act(transaction.objectStore("waiting"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.commit?.();
  });
};

export async function keep(item) {
  here.set(item.name, item);
  try {
    await inStore("readwrite", (store) => store.put(item));
    refused.delete(item.name);
    if (here.get(item.name) === item) here.delete(item.name);
  } catch {
    if (here.has(item.name)) refused.add(item.name);
  }
}
export async function drop(name) {
  here.delete(name);
  refused.delete(name);
  await inStore("readwrite", (store) => store.delete(name)).catch(() => {});
}
export async function itemsIn(within) {
  const range = () => IDBKeyRange.bound(within, `${within}\uffff`);
  const stored = await inStore("readonly", (store) => store.getAll(range())).catch(() => []);
  return [...new Map([...stored, ...here.values()].map((item) => [item.name, item])).values()]
    .filter(({ name }) => name.startsWith(within))
    .sort((one, other) => one.at - other.at);
}
export const itemsOf = (person) => itemsIn(`${ALL}${person}/`);
export const discardOf = async (person) => { for (const { name } of await itemsOf(person)) await drop(name); };

export const onDisk = () => here.size === 0; // everything that this page kept
export const onlyHere = () => refused.size > 0;
