// The timeline of one incident, newest first: what happened, when, who said so, what was corrected.
import { api } from './api.js';
import { h, join, patch } from './dom.js';
import { follow } from './follow.js';
import { name } from './message.js';
import { dayOf, dayShown, hours, still } from './times.js';

export function timelinePane(ref) {
  const list = h('ol.entries');
  const full = h('button.act.quiet', { 'aria-pressed': 'false' }, 'With corrections');
  const node = h('section.pane.timeline', { 'aria-labelledby': 'timeline-head' },
    h('div.head', h('h2', { id: 'timeline-head' }, 'Timeline'), full), list);
  let whole = false;
  const reading = follow(ref, () => api.timeline(ref, whole), (got, problem) => {
    if (got) patch(list, rows(got.entries ?? [], whole));
    else if (!list.firstChild) patch(list, h('li.meta', problem));
  });
  full.addEventListener('click', () => {
    whole = !whole;
    full.setAttribute('aria-pressed', String(whole));
    reading.load();
  });
  return { node, stop: reading.stop };
}

function rows(entries, whole) {
  if (!entries.length) return h('li.meta', 'Nothing yet.');
  const out = [];
  let day = '';
  for (const e of [...entries].reverse()) {
    if (dayOf(e.at) !== day) {
      day = dayOf(e.at);
      out.push(h('li.day', { 'data-key': `d${day}` }, dayShown(e.at)));
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
      h('span.kind', join([e.item, name(e.author)], ' ')), ' ',
      h('span.text', { dir: 'auto' }, e.text),
      h('span.meta', e.corrected && ' corrected', e.undone && ' undone'),
      whole && e.before && h('p.meta.before', { dir: 'auto' }, 'before: ', h('s', e.before))));
}
