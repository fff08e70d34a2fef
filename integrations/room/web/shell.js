// What stays while pages change: the line at the top and the list of rooms.
import { h, join, patch } from './dom.js';
import { name, severity } from './message.js';
import { cardOfRoom, lateCount, on, openCards, overCards, state, unread } from './store.js';
import { zone, zoneShown } from './times.js';

const OVER_MAX = 5; // incidents that are over, in the list of rooms

export function shell(place) {
  const counts = h('p.counts', { role: 'status', 'aria-live': 'off' });
  const menu = h('button.menu', { 'data-act': 'menu', 'aria-expanded': 'false', 'aria-controls': 'rooms' });
  const you = h('p.you');
  const top = h('header.top', menu,
    h('a.home', { href: '/' }, h('img', { src: '/assets/favicon.svg', alt: '', width: 18, height: 18 }), 'Tocsin'),
    counts, you,
    h('button.act', { 'data-act': 'invite' }, 'Invite'));
  const list = h('nav.rooms', { id: 'rooms', 'aria-label': 'Rooms' });

  function draw() {
    const open = openCards().length;
    const late = lateCount();
    patch(counts, state.ready && join([
      h('a', { href: '/' }, open ? `${open} open` : 'nothing open'),
      late > 0 && h('strong.late', `${late} LATE`),
    ], ' · '));
    patch(you, state.me.name && [h('span.label', 'you: '), h('b', name(state.me.name)),
      h('span.meta', { title: `Times are shown in ${zone}` }, ` (${zoneShown})`)]);
    drawRooms();
  }
  function drawRooms() {
    const here = place();
    const incidents = [...openCards(), ...overCards().slice(0, OVER_MAX)];
    const homes = new Set(incidents.map((c) => c.home));
    const plain = state.rooms.filter((r) => !homes.has(r) && !cardOfRoom(r));
    const total = state.rooms.reduce((sum, r) => sum + (r === here.room ? 0 : unread(r)), 0);
    patch(menu, 'Rooms', total > 0 && h('b.count', total));
    patch(list,
      h('a', { href: '/', 'aria-current': here.path === '/' ? 'page' : null }, 'Overview'),
      incidents.some((c) => c.open) && [h('h2', 'Open'), h('ul', incidents.filter((c) => c.open).map((c) => incident(c, here)))],
      h('h2', 'Rooms'),
      h('ul', plain.map((r) => h('li', { 'data-key': r }, entry(`/r/${encodeURIComponent(r.replace(/^#/, ''))}`, r === here.room, r, r)))),
      h('form.newroom', { 'data-act': 'newroom' },
        h('input', { name: 'room', 'aria-label': 'Go to or make a room', placeholder: '# another room', maxlength: 40, autocapitalize: 'none', autocomplete: 'off' })),
      incidents.some((c) => !c.open) && [h('h2', 'Over'), h('ul', incidents.filter((c) => !c.open).map((c) => incident(c, here)))],
      h('a.help', { href: '/help', 'aria-current': here.path === '/help' ? 'page' : null }, 'Help'));
  }
  on('ready cards rooms lines page', draw);
  draw();
  return { top, list, menu };
}

function entry(href, current, label, room) {
  const n = current ? 0 : unread(room);
  return h('a', { href, 'aria-current': current ? 'page' : null, class: n ? 'fresh' : null, dir: 'auto' }, label,
    n > 0 && h('b.count', n, h('span.hidden', ' new')));
}
const incident = (card, here) =>
  h('li', { 'data-key': card.ref }, entry(`/i/${card.ref}`, here.ref === card.ref,
    [severity(card.severity), ' ', h('span.ref', card.ref), ' ', h('span.sub', card.title)], card.home));
