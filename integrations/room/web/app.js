// Start, addresses, and clicks: joins the parts and leaves the rest to them.
import { api, live } from './api.js';
import { composer as makeComposer } from './composer.js';
import { h } from './dom.js';
import { helpPage } from './help.js';
import { invite, joinPage } from './join.js';
import { keys } from './keys.js';
import { full } from './message.js';
import { discard, flush, release } from './outbox.js';
import { overviewPage } from './overview.js';
import { incidentPage, roomPage } from './pages.js';
import { shell } from './shell.js';
import { cardOfRoom, markOf, on, openCards, state, take, takeCard, takeLines, takeOverview, takeRooms, tell } from './store.js';
import { setNow } from './times.js';
import { watch } from './watch.js';

const PEEK_MAX = 12; // rooms whose unread lines are counted after a start
const RETRY_MS = 3000;
const WANTED = 'tocsin.wanted'; // the page somebody wanted before they had to join

const WIDE = matchMedia('(min-width: 1000px) and (hover: hover)'); // no keyboard that covers half of the page
const app = document.getElementById('app');
const main = h('main', { id: 'main', tabindex: '-1' });
let page = { node: main, title: () => '', stop() {} };
const here = () => ({ path: location.pathname, room: page.room, ref: page.ref, place: page.title() });

const composer = makeComposer(() => page.talkVisible?.() ?? false);
composer.fillVerb = (line) => composer.fill(full(line));
const frame = shell(here);
const layout = h('div.frame', frame.top, frame.list, main, composer.node);
app.append(layout);

// --- addresses
const UNKNOWN = { node: h('div.page.plain', h('h1', 'There is no page here'), h('p', h('a', { href: '/' }, 'Overview'))), title: () => 'No page', stop() {} };

function route() {
  const path = location.pathname;
  const room = /^\/r\/([^/]+)$/.exec(path);
  if (room) return toRoom(`#${safely(room[1]).replace(/^#/, '')}`);
  const incident = /^\/i\/([^/]+?)(\/draft)?$/.exec(path);
  if (incident) return toIncident(asRef(safely(incident[1])), incident[2] ? 'draft' : tabOf(location.hash));
  if (path === '/') return show(overviewPage());
  if (path === '/help') return show(helpPage());
  if (path === '/join') return show(joinPage({ go: afterJoin, where: sessionStorage.getItem(WANTED) }));
  return show(UNKNOWN);
}
// INC-7, or the code name of a private one: slate-heron.
const asRef = (typed) => (/^inc-/i.test(typed) ? typed.toUpperCase() : typed.toLowerCase());
const safely = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
const tabOf = (hash) => ({ '#talk': 'talk', '#timeline': 'timeline' })[hash] ?? 'card';

function toRoom(room) {
  const card = cardOfRoom(room);
  if (!card) return show(roomPage(room));
  history.replaceState(null, '', `/i/${card.ref}#talk`);
  return route();
}
function toIncident(ref, tab) {
  if (page.ref === ref) {
    page.move(tab);
    tell('page');
    return;
  }
  const next = incidentPage(ref, tab);
  next.whenRoom(aim);
  show(next);
}
function show(next) {
  if (next !== page) page.stop();
  page = next;
  main.replaceChildren(page.node);
  layout.dataset.page = location.pathname === '/join' ? 'join' : 'in';
  foldMenu();
  aim();
  tell('page');
  if ((page.room || page.ref) && WIDE.matches) composer.focus();
  if (location.hash === '#keys') document.getElementById('keys')?.scrollIntoView();
}
// Which room the composer speaks to; pages without one speak to the first room.
function aim() {
  const room = page.room || (page.ref ? '' : (state.rooms[0] ?? ''));
  composer.setRoom(room, page.ref || room);
}
function go(path) {
  history.pushState(null, '', path);
  route();
  if (!document.activeElement || document.activeElement === document.body) main.focus({ preventScroll: true });
}
addEventListener('popstate', route);

// --- clicks, by what the node says of itself
const acts = {
  invite: (e) => invite(e),
  print: () => print(),
  dismiss: () => composer.dismiss(),
  menu: () => foldMenu(frame.menu.getAttribute('aria-expanded') !== 'true'),
};
function foldMenu(open = false) {
  frame.menu.setAttribute('aria-expanded', String(open));
  layout.classList.toggle('menuopen', open);
}
document.addEventListener('click', (e) => {
  if (!e.target.closest('.rooms, .menu')) foldMenu();
  const node = e.target.closest('[data-fill], [data-run], [data-act], [data-release], [data-discard], a[href]');
  if (!node) return;
  const { fill, run, act } = node.dataset;
  if (fill) composer.fill(fill);
  else if (run) composer.run(run);
  else if (node.dataset.release) release(node.dataset.release);
  else if (node.dataset.discard) discard(node.dataset.discard);
  else if (act && node.tagName === 'BUTTON') acts[act]?.(e);
  else if (node.tagName === 'A') follow(e, node);
});
function follow(e, a) {
  const plain = e.button === 0 && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.altKey;
  if (!plain || a.target || a.origin !== location.origin || /^\/(room|assets|api)\//.test(a.pathname)) return;
  if (a.getAttribute('href').startsWith('#')) return inside(e, a.hash.slice(1));
  e.preventDefault();
  go(a.pathname + a.hash);
}
// A place in this page: no new address, or the way back would lead through each of them.
function inside(e, id) {
  e.preventDefault();
  if (id === 'composer') return composer.focus();
  const target = document.getElementById(id);
  if (target?.tagName === 'DETAILS') target.open = true;
  target?.scrollIntoView({ block: 'start' });
}
document.addEventListener('submit', (e) => {
  if (e.target.dataset.act !== 'newroom') return;
  e.preventDefault();
  const name = e.target.elements.room.value.trim().replace(/^#/, '').replace(/\s+/g, '-').toLowerCase();
  e.target.reset();
  if (name) go(`/r/${encodeURIComponent(name)}`);
});
addEventListener('keydown', (e) => e.key === 'Escape' && foldMenu());

// --- the server
async function load() {
  try {
    take(await api.state());
  } catch (error) {
    if (error.status === 401) signedOut();
    else setTimeout(() => state.ready || load(), RETRY_MS);
    return;
  }
  start();
  if (location.pathname === '/join' || (page.room && !page.ref && cardOfRoom(page.room))) route(); // now known better
  else aim();
  peek();
}
let hurry = null;
function start() {
  if (hurry) return hurry();
  hurry = live(frameCame, (open) => {
    state.live = open;
    tell('live');
  });
}
function frameCame(f) {
  setNow(f.now);
  switch (f.type) {
    case 'hello':
      state.live = true;
      tell('live');
      return load();
    case 'line':
      takeRooms([f.line.room]);
      return takeLines(f.line.room, [f.line], { fresh: true });
    case 'card': return takeCard(f.card);
    case 'overview': return takeOverview(f.overview ?? {});
    case 'rooms': return takeRooms(f.rooms ?? []);
  }
}
// Rooms read before: what came meanwhile.
async function peek() {
  for (const room of state.rooms.filter((r) => markOf(r) && r !== page.room).slice(0, PEEK_MAX)) {
    try {
      takeLines(room, (await api.talk(room)).lines);
    } catch {
      return;
    }
  }
  tell('rooms');
}
function signedOut() {
  if (location.pathname === '/join') return;
  sessionStorage.setItem(WANTED, location.pathname + location.hash);
  history.replaceState(null, '', '/join');
  route();
}
function afterJoin(path) {
  sessionStorage.removeItem(WANTED);
  history.replaceState(null, '', path);
  load().then(route);
}
on('signed-out', signedOut);
on('ready', () => flush());

watch(here);
keys({
  go, composer,
  nextIncident() {
    const open = openCards();
    const at = open.findIndex((c) => c.ref === page.ref);
    if (open.length) go(`/i/${open[(at + 1) % open.length].ref}`);
  },
});
route();
load();
