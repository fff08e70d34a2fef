// The timeline of one incident, newest first: what happened, when, who said so, what was corrected.
import { api } from './api.js';
import { h, later, patch } from './dom.js';
import { name } from './message.js';
import { on, state } from './store.js';
import { dayOf, dayShown, hours, still } from './times.js';

const AGAIN_MS = 300; // a burst of changes is one reading

export function timelinePane(ref) {
  const list = h('ol', { class: 'entries' });
  const full = h('button', { type: 'button', class: 'act quiet', 'aria-pressed': 'false' }, 'With corrections');
  const node = h('section', { class: 'pane timeline', 'aria-labelledby': 'timeline-head' },
    h('div', { class: 'head' }, h('h2', { id: 'timeline-head' }, 'Timeline'), full), list);
  let whole = false;
  let turn = 0;

  async function load() {
    const mine = ++turn;
    try {
      const got = await api.timeline(ref, whole);
      if (mine === turn) patch(list, rows(got.entries ?? [], whole));
    } catch (error) {
      if (mine === turn && !list.firstChild) patch(list, h('li', { class: 'meta' }, error.message));
    }
  }
  full.addEventListener('click', () => {
    whole = !whole;
    full.setAttribute('aria-pressed', String(whole));
    load();
  });
  const soon = later(load, AGAIN_MS);
  const away = on('cards', (changed) => changed === ref && soon());
  const again = on('ready', load);
  if (state.ready) load();
  return {
    node,
    stop() {
      away();
      again();
    },
  };
}

function rows(entries, whole) {
  if (!entries.length) return h('li', { class: 'meta' }, 'Nothing yet.');
  const out = [];
  let day = '';
  for (const e of [...entries].reverse()) {
    if (dayOf(e.at) !== day) {
      day = dayOf(e.at);
      out.push(h('li', { class: 'day', 'data-key': `d${day}` }, dayShown(e.at)));
    }
    out.push(entry(e, whole));
  }
  return out;
}

function entry(e, whole) {
  const cls = ['entry', `e-${e.kind}`, e.undone && 'undone'].filter(Boolean).join(' ');
  return h('li', { class: cls, 'data-key': `e${e.index}`, tabindex: '-1', 'data-item': e.item || null },
    still(e.at, e.day_only ? 'that day' : hours(e.at)),
    h('div', {},
      h('span', { class: 'kind' }, e.item || e.kind), ' ',
      h('span', { class: 'text', dir: 'auto' }, e.text),
      h('span', { class: 'meta' }, ' ', name(e.author || 'Tocsin'), e.corrected && ', corrected', e.undone && ', undone'),
      whole && e.before && h('p', { class: 'meta before', dir: 'auto' }, 'before: ', h('s', {}, e.before))));
}
