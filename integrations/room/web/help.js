// The commands, printed from their descriptors, and the keys of this page.
import { h, patch } from './dom.js';
import { KEYS } from './keys.js';
import { full } from './message.js';
import { on, state } from './store.js';

export function helpPage() {
  const body = h('div.sheet');
  const node = h('div.page.help', body);
  const draw = () => patch(body, state.ready && [commands(), grammar(), keys()]);
  const away = on('ready', draw);
  draw();
  return { node, title: () => 'Help', stop: away };
}

function commands() {
  return h('section', { 'data-key': 'commands' },
    h('h1', 'Commands'),
    h('p', 'A click on an example puts it into the composer; nothing is sent before you press Enter.'),
    h('dl.verbs', state.commands.map((c) => h('div', { 'data-key': c.verb },
      h('dt', h('b', c.verb), c.aliases?.length > 0 && h('span.meta', ` also ${c.aliases.join(', ')}`)),
      h('dd', h('p', c.summary),
        (c.forms ?? []).map((f) => h('p.form', h('code', full(f.line)),
          f.example && h('button.cmd', { 'data-fill': full(f.example) }, full(f.example)))))))));
}

function grammar() {
  return h('section', { 'data-key': 'grammar' }, h('h2', 'How a line is read'), h('ul', {},
    h('li', `A line that begins with ${state.prefix.trim()} is a command; everything else is talk.`),
    h('li', 'Options stand before the text; the text is kept as typed.'),
    h('li', 'Past times: at=-10m or at=23:27, in UTC unless a zone is given. Lengths: 90s, 10m, 2h, 1d.'),
    h('li', 'From another room name the incident: ', h('code', full('INC-7 note TEXT')), '.'),
    h('li', 'A mistake: ', h('code', full('undo')), ' within 2 min, later ', h('code', full('correct N6 TEXT')), '. Nothing is deleted.')));
}

function keys() {
  return h('section', { 'data-key': 'keys', id: 'keys' }, h('h2', 'Keys of this page'),
    h('dl.keys', KEYS.map(([key, what]) => h('div', h('dt', key.split(' ').map((k) => [h('kbd', k), ' '])), h('dd', what)))));
}
