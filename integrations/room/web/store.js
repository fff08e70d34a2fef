// What the page knows: rooms, cards, talk. Changed here only; views hear of it by topic and read it.
import { isLate, setNow } from './times.js';

const LINES_MAX = 1000; // kept per room; older ones are read again when somebody scrolls up
const LOCAL_MAX = 50; // answers kept per room

export const state = {
  me: { id: 0, name: '' },
  prefix: '/incident ',
  rooms: [],
  commands: [],
  cards: new Map(), // by reference
  listed: [], // references of the overview
  undelivered: [],
  talk: new Map(), // room -> {lines, local, loaded, more}
  live: false,
  ready: false,
};

// --- topics: ready, live, rooms, cards, lines, answers, outbox
const ears = new Map();
export function on(topics, f) {
  for (const topic of topics.split(' ')) {
    if (!ears.has(topic)) ears.set(topic, new Set());
    ears.get(topic).add(f);
  }
  return () => topics.split(' ').forEach((topic) => ears.get(topic).delete(f));
}
export function tell(topic, detail) {
  for (const f of [...(ears.get(topic) ?? [])]) f(detail);
}

// --- what the server says
export function take(all) {
  setNow(all.now);
  state.me = all.me ?? state.me;
  state.prefix = all.prefix ?? state.prefix;
  state.commands = all.commands ?? [];
  state.rooms = all.rooms ?? [];
  takeOverview(all.overview ?? {});
  state.ready = true;
  tell('rooms');
  tell('ready');
}

export function takeOverview(overview) {
  const cards = [...(overview.open ?? []), ...(overview.recent ?? [])];
  for (const card of cards) keep(card);
  state.listed = cards.map((c) => c.ref);
  state.undelivered = overview.undelivered ?? [];
  tell('cards');
}

export function takeCard(card) {
  if (!card?.ref) return;
  keep(card);
  if (card.open && !state.listed.includes(card.ref)) state.listed.push(card.ref);
  takeRooms(card.home ? [card.home] : []);
  tell('cards', card.ref);
}

function keep(card) {
  const known = state.cards.get(card.ref);
  if (!known || !(card.changed_at < known.changed_at)) state.cards.set(card.ref, card);
}

export function takeRooms(rooms) {
  const fresh = rooms.filter((r) => r && !state.rooms.includes(r));
  state.rooms.push(...fresh);
  if (fresh.length) tell('rooms');
}

// --- reading
const rank = (card) => Number(/\d+/.exec(card.severity ?? '')?.[0] ?? 9);
export const listed = () => state.listed.map((ref) => state.cards.get(ref)).filter(Boolean);
export const openCards = () =>
  listed().filter((c) => c.open).sort((a, b) => rank(a) - rank(b) || b.declared_at - a.declared_at);
export const overCards = () => listed().filter((c) => !c.open).sort((a, b) => b.changed_at - a.changed_at);
export const cardOfRoom = (room) => [...state.cards.values()].find((c) => c.home === room);
export const owed = (card) => (card.audiences ?? []).filter((a) => a.due).sort((a, b) => a.due - b.due);
export const lateCount = () => listed().flatMap(owed).filter((a) => isLate(a.due)).length;
export const roomPath = (room) => {
  const card = cardOfRoom(room);
  return card ? `/i/${card.ref}` : `/r/${encodeURIComponent(room.replace(/^#/, ''))}`;
};

// --- talk
export function talkOf(room) {
  if (!state.talk.has(room)) state.talk.set(room, { lines: [], local: [], loaded: false, more: true });
  return state.talk.get(room);
}

export function takeLines(room, lines, { fresh = false } = {}) {
  const talk = talkOf(room);
  const byId = new Map(talk.lines.map((l) => [l.id, l]));
  for (const line of lines) byId.set(line.id, { ...line, fresh: fresh && !byId.has(line.id) });
  talk.lines = [...byId.values()].sort((a, b) => a.id - b.id);
  if (fresh && talk.lines.length > LINES_MAX) {
    talk.lines.splice(0, talk.lines.length - LINES_MAX);
    talk.more = true;
  }
  for (const line of lines) if (isMine(line)) tell('echo', line);
  tell('lines', { room, lines, fresh });
}

// An entry of this page alone: a line on its way, or a command with its answer.
export function putLocal(room, entry) {
  const { local } = talkOf(room);
  const at = local.findIndex((e) => e.key === entry.key);
  if (at < 0) local.push(entry);
  else local[at] = { echoed: local[at].echoed, ...entry };
  if (local.length > LOCAL_MAX) local.shift();
  tell('answers', { room, entry });
}
export function dropLocal(room, key) {
  const talk = talkOf(room);
  talk.local = talk.local.filter((e) => e.key !== key);
  tell('answers', { room });
}

// By name too: the first line that somebody types comes before their number.
export const isMine = (line) => line.from === state.me.name || (line.person > 0 && line.person === state.me.id);

// --- what was read, kept in this browser
const MARKS = 'tocsin.read';
let marks = read(MARKS, {});

export function unread(room) {
  const mark = marks[room];
  return talkOf(room).lines.filter((l) => !isMine(l) && (mark === undefined ? l.fresh : l.id > mark)).length;
}
export const markOf = (room) => marks[room];
export function markRead(room) {
  const last = talkOf(room).lines.at(-1)?.id ?? 0;
  if (marks[room] !== undefined && marks[room] >= last) return;
  marks[room] = last;
  write(MARKS, marks);
  tell('rooms');
}

// The browser may refuse storage; then the page works, it only forgets.
export function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // full or forbidden
  }
}
