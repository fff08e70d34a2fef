// Lines on their way. Each has a random key and stays in this browser until the server has confirmed it; after a
// broken connection it is sent again with the same key, so that it counts once (P2).
import { api } from './api.js';
import { dropLocal, on, putLocal, read, state, takeLines, talkOf, tell, write } from './store.js';
import { MINUTE, now } from './times.js';

const NAME = 'tocsin.out.';
const WAITING_MAX = 100;
const STALE_MS = 10 * MINUTE; // a command older than this is offered, not run (DESIGN 4.7)
const RETRY_MS = 1000; // doubled each time
const RETRY_MAX_MS = 30_000;

let queue = [];
let busy = false;
let tries = 0;
let timer = 0;

export const waiting = () => queue.filter((i) => !i.held).length;
export const isFull = () => queue.length >= WAITING_MAX;
export const isCommand = (text) => /^\s*\/[a-z]/i.test(text);

// What an earlier page life left behind, of this person only.
export function restore() {
  const known = new Set(queue.map((i) => i.key));
  for (const name of Object.keys(localStorageOrNothing())) {
    if (!name.startsWith(NAME)) continue;
    const item = read(name, null);
    if (!item?.key || known.has(item.key) || item.by !== state.me.name) continue;
    item.held = isCommand(item.text) && now() - item.at > STALE_MS;
    queue.push(item);
    show(item);
  }
  queue.sort((a, b) => a.at - b.at);
  tell('outbox');
}
function localStorageOrNothing() {
  try {
    return localStorage;
  } catch {
    return {};
  }
}

export function send(room, text) {
  const item = { key: randomKey(), room, text, at: now(), by: state.me.name };
  queue.push(item);
  write(NAME + item.key, item);
  show(item);
  tell('outbox');
  flush();
}
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export function release(key) {
  const item = queue.find((i) => i.key === key);
  if (!item) return;
  item.held = false;
  show(item);
  flush();
}
export function discard(key) {
  const item = queue.find((i) => i.key === key);
  if (!item) return;
  forget(item);
  dropLocal(item.room, key);
}

function show(item) {
  const status = item.held ? 'held' : state.live ? 'sending' : 'waiting';
  putLocal(item.room, { key: item.key, at: item.at, text: item.text, status });
}
function forget(item) {
  queue = queue.filter((i) => i !== item);
  write(NAME + item.key, null);
  tell('outbox');
}

// One at a time, in the order typed.
export async function flush() {
  if (busy || timer) return;
  const item = queue.find((i) => !i.held);
  if (!item) return;
  busy = true;
  const done = await attempt(item);
  busy = false;
  if (done) {
    tries = 0;
    flush();
  } else if (done === false) {
    queue.forEach((i) => i.held || show(i));
    timer = setTimeout(again, Math.min(RETRY_MS * 2 ** tries++, RETRY_MAX_MS));
    tell('outbox');
  }
}
function again() {
  clearTimeout(timer);
  timer = 0;
  flush();
}
on('ready', () => {
  restore();
  again();
});

// true: settled; false: try again later; null: this browser has to join first.
async function attempt(item) {
  let result;
  try {
    result = await api.say(item.room, item.text, item.key);
  } catch (error) {
    if (error.status === 401) {
      tell('signed-out');
      return null;
    }
    if (error.passing) return false;
    forget(item);
    dropLocal(item.room, item.key);
    tell('refused', { item, error: error.message });
    return true;
  }
  const answer = result?.answer;
  if (answer && answer.recorded === false) return false;
  forget(item);
  if (result?.talk) {
    dropLocal(item.room, item.key);
    takeLines(item.room, [result.talk]);
  } else if (answer) settle(item, answer);
  return true;
}

function settle(item, answer) {
  if (answer.outcome === 'refused' || answer.outcome === 'asked') {
    dropLocal(item.room, item.key);
    tell('refused', { item, answer });
    return;
  }
  const at = Math.max(now(), talkOf(item.room).lines.at(-1)?.at ?? 0); // below what it answers, whichever clock is ahead
  putLocal(item.room, { key: item.key, at, text: item.text, status: 'done', answer });
  tell('answered', { item, answer });
}

// The room may show the typed line itself: then the page's own copy of it gives way.
on('echo', (line) => {
  const { local } = talkOf(line.room);
  const mine = local.find((e) => !e.echoed && e.text.trim() === line.text?.trim() && Math.abs(e.at - line.at) < MINUTE);
  if (mine) putLocal(line.room, { ...mine, echoed: true, at: Math.max(mine.at, line.at) });
});
