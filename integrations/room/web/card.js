// What is true now: severity, state, who leads, what is being done, what is due next. Built from card_json alone.
import { h, join } from './dom.js';
import { fillButton, name, severity } from './message.js';
import { owed, state } from './store.js';
import { clock, isLate, isTime, length, still, tick } from './times.js';

const nobody = () => h('strong.nobody', 'NOBODY');

// h1 and the lines under it: seen on every tab and page of the incident.
export function strip(card) {
  return [
    h('h1', severity(card.severity), ' ', h('span.ref', card.ref), ' ',
      privateMark(card),
      h('span.title.flash', { dir: 'auto' }, card.title)),
    h('p.facts', join([
      h('span.flash', stateWords(card)),
      card.open
        ? tick('age', card.declared_at)
        : isTime(card.resolved_at) && ['lasted ', length(card.resolved_at - card.declared_at)],
      card.open && card.impact?.level && h('span.flash', 'impact ', h('b', card.impact.level)),
      commander(card),
      card.type === 'security' && 'security',
      card.service,
    ], ' · ')),
    nextLine(card),
  ];
}
export const privateMark = (card) => card.private && [h('strong.private', 'PRIVATE'), ' '];
const stateWords = (card) => {
  const m = /^(.*?)(\s*\(.*\))?$/s.exec(card.state_shown || card.state || '');
  return [h('b', m[1]), m[2] && h('span', m[2])];
};

function commander(card) {
  if (card.commander) return h('span.flash', 'commander ', h('b', name(card.commander)));
  if (!card.open) return null;
  return h('span', 'commander ', nobody(), card.lead && [', ', name(card.lead), ' leads'], ' ',
    fillButton(`role commander @${state.me.name}`, 'Take command', 'act'));
}

// The most urgent promise and the one button for it.
function nextLine(card) {
  const first = owed(card)[0];
  if (!first) return null;
  return h('p.next1', h('span.label', 'Next '),
    h('b', `${shown(first)} `), tick('due', first.due), ' ',
    writeButton(card, first, isLate(first.due) ? 'act main' : 'act'));
}
const shown = (a) => a.shown || a.audience;

export function writeButton(card, a, cls = 'act', label = 'Write update', elsewhere = false) {
  const line = `${elsewhere ? `${card.ref} ` : ''}update ${a.audience} `;
  return fillButton(line, label, cls, `${label} for ${shown(a)}`);
}

// The panel beside the talk.
export function cardPanel(card) {
  return [
    !card.open && result(card),
    fact('Impact', impact(card)),
    fact('Lead', roles(card)),
    fact('Doing', tasks(card)),
    clocks(card),
    fact('Rooms', rooms(card)),
  ];
}
// Its own room stands in the list of rooms already; here are those that were joined to it.
const rooms = (card) =>
  join((card.rooms ?? []).filter((r) => r !== card.home).map((r) => h('a', { href: `/r/${encodeURIComponent(r.replace(/^#/, ''))}` }, r)), ', ');
const fact = (label, content) =>
  content && content.length !== 0 && h('div.fact', { 'data-key': label }, h('h2', label), h('div.value', content));

function impact(card) {
  const level = card.impact?.level;
  const said = card.statement;
  if (!level && !said && !card.open) return null;
  return [
    h('p.flash', level
      ? [h('b', level), ' since ', still(card.impact.since), ' (', tick('age', card.impact.since), ')']
      : card.open && [h('strong.nobody', 'NOT KNOWN'), ' ', fillButton('impact start level=', 'State impact', 'act')]),
    said?.text && h('p.words', { dir: 'auto' }, h('q', said.text), h('span.meta', ' ', name(said.by ?? ''), ' ', still(said.at))),
  ];
}

function roles(card) {
  const held = (card.roles ?? []).map((r) =>
    h('li.flash', h('b', name(r.name)), ' ', r.role, h('span.meta', ' since ', still(r.since))));
  const missing = card.open ? ['commander', 'comms'].filter((r) => !(card.roles ?? []).some((x) => x.role === r)) : [];
  const vacant = missing.map((r) =>
    h('li', nobody(), ` ${r} `, fillButton(`role ${r} @${state.me.name}`, r === 'comms' ? 'Take comms' : 'Take command', 'act')));
  return held.length + vacant.length ? h('ul', held, vacant) : null;
}

function tasks(card) {
  const rows = (card.tasks ?? []).map((t) =>
    h('li', { 'data-key': t.item }, h('b', t.item), ' ', h('span', { dir: 'auto' }, t.text),
      h('span.meta', ' ', name(t.owner ?? '')), isTime(t.due) && [', ', tick('left', t.due)], ' ',
      fillButton(`task ${t.item} done `, 'Done', 'act')));
  if (rows.length) return h('ul', rows);
  return card.open && h('p.meta', 'No task runs. ', fillButton('task @who 15m TEXT', 'Give a task', 'act'));
}

function clocks(card) {
  const all = (card.audiences ?? []).filter((a) => a.due || a.last || a.counted);
  if (!all.length) return null;
  const order = [...all].sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
  return h('div.fact.clocks', { 'data-key': 'Next' }, h('h2', 'Updates'),
    h('ul.value', order.map((a) => audience(card, a))));
}
const KIND = { first: 'first', closing: 'closing' };

function audience(card, a) {
  const late = a.due && isLate(a.due);
  return h('li.clock', { 'data-key': a.audience },
    h('div.row',
      h('b.aud', shown(a)),
      a.due ? [tick('due', a.due), KIND[a.kind] && h('span.meta', KIND[a.kind])] : h('span.meta', 'nothing owed'),
      h('span.grow'),
      a.due && writeButton(card, a, late ? 'act main' : 'act', 'Write')),
    h('p.last', { dir: 'auto', title: a.last_text || null }, join([
      a.counted > 0 && `${a.met ?? 0} of ${a.counted} on time`,
      isTime(a.last) ? [still(a.last), a.last_text && `: ${a.last_text}`] : a.due && 'has heard nothing yet',
    ], ' · ')));
}

// After resolve the card becomes the result.
function result(card) {
  const windows = (card.windows ?? []).filter((w) => isTime(w.start)).map((w) =>
    h('li', h('b', w.level), ' ', still(w.start), isTime(w.end) && [' to ', still(w.end), ` (${length(w.end - w.start)})`]));
  const met = (card.audiences ?? []).reduce((sum, a) => sum + (a.met ?? 0), 0);
  const counted = (card.audiences ?? []).reduce((sum, a) => sum + (a.counted ?? 0), 0);
  return h('div.fact', { 'data-key': 'Result' }, h('h2', 'Result'), h('ul.value',
    isTime(card.resolved_at) && h('li', 'resolved ', still(card.resolved_at, clock(card.resolved_at))),
    windows,
    counted > 0 && h('li', `updates on time ${met} of ${counted}`),
    h('li', h('a', { href: `/i/${card.ref}/draft` }, 'Post-mortem draft'), gapWords(card)),
    h('li', 'owner ', card.postmortem_owner ? h('b', name(card.postmortem_owner))
      : [nobody(), ' ', fillButton('postmortem owner @who', 'Name the owner', 'act')])));
}
export const gapWords = (card) => (card.gaps > 0 ? `, ${card.gaps} ${card.gaps === 1 ? 'gap' : 'gaps'}` : '');
