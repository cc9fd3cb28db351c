// Figures typed in and not yet sent, kept in this browser: one record an account, unit and period. Nobody else's are ever read.
"use strict";
const drafts = (() => {
const account = document.body.dataset.account || "";
const key = (unit, period) => [account, unit, period].join("|");
const listeners = [];

let opened;
function open() {
  opened = opened || new Promise((resolve, reject) => {
    const asked = indexedDB.open("doanket", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "key" }).createIndex("account", "account");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// One act after another: a later keystroke never stands behind an earlier one.
let last = Promise.resolve();
function act(mode, work) {
  const next = last.catch(() => {}).then(async () => {
    const db = await open();
    return new Promise((resolve, reject) => {
      const tx = db.transaction("drafts", mode);
      let result;
      work(tx.objectStore("drafts"), (value) => { result = value; });
      tx.oncomplete = () => resolve(result);
      tx.onabort = tx.onerror = () => reject(tx.error);
    });
  });
  last = next;
  return next;
}

// How many cells wait, where signing out can ask for it without waiting.
async function count() {
  const all = await list();
  const cells = all.reduce((sum, one) => sum + Object.keys(one.cells).length, 0);
  try { localStorage.setItem("unsent:" + account, cells); } catch { /* forbidden: signing out then does not ask */ }
  listeners.forEach((tell) => tell(all, cells));
  return cells;
}

const get = (unit, period) => act("readonly", (store, give) => {
  store.get(key(unit, period)).onsuccess = (e) => give(e.target.result);
});
const list = () => act("readonly", (store, give) => {
  store.index("account").getAll(account).onsuccess = (e) => give(e.target.result);
});
// `change` gets the record as it stands, and gives it back; one without cells leaves.
async function change(unit, period, how) {
  const done = await act("readwrite", (store, give) => {
    store.get(key(unit, period)).onsuccess = (e) => {
      const one = how(e.target.result || { key: key(unit, period), account, unit, period, version: 0, cells: {}, at: 0 });
      give(one);
      if (Object.keys(one.cells).length) store.put(one); else store.delete(one.key);
    };
  });
  await count();
  return done;
}
return { account, get, list, change, count, watch: (tell) => { listeners.push(tell); } };
})();
