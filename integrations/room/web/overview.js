// The overview: every open incident with what it owes, then what is mine, what could not be delivered, what is over.
import { h, join, patch } from './dom.js';
import { gapWords, privateMark, writeButton } from './card.js';
import { fillButton, name, severity } from './message.js';
import { on, openCards, overCards, owed, state } from './store.js';
import { isLate, still, tick } from './times.js';

export function overviewPage() {
  const body = h('div.sheet');
  const node = h('div.page.overview', body);
  const draw = () => patch(body, state.ready && [open(), mine(), undelivered(), over()]);
  const away = on('ready cards', draw);
  draw();
  return { node, title: () => '', stop: away };
}

function open() {
  const cards = openCards();
  if (!cards.length) return h('section.teach', { 'data-key': 'open' }, h('h1', 'No incident is open'),
    h('p', 'Try: ', fillButton('declare sev3 something looks wrong')));
  return h('section', { 'data-key': 'open' }, h('h1', cards.length === 1 ? '1 open incident' : `${cards.length} open incidents`),
    h('ul.cards', cards.map(openRow)));
}

export function openRow(card) {
  const due = owed(card);
  return h('li.mini', { 'data-key': card.ref },
    h('h2', severity(card.severity), ' ', h('a', { href: `/i/${card.ref}` }, h('span.ref', card.ref), ' ', privateMark(card),
      h('span.title', { dir: 'auto' }, card.title))),
    h('p.facts', join([
      h('b.flash', card.state), tick('age', card.declared_at),
      card.commander ? h('span', 'commander ', h('b', name(card.commander)))
        : h('span', 'commander ', h('strong.nobody', 'NOBODY'), card.lead && [', ', name(card.lead), ' leads']),
      card.impact?.level && `impact ${card.impact.level}`,
    ], ' · ')),
    due.length > 0 && h('p.dues', due.map((a) =>
      h('span.due1', { 'data-key': a.audience }, `${a.shown || a.audience} `, tick('due', a.due))),
      writeButton(card, due[0], isLate(due[0].due) ? 'act main' : 'act', 'Write update', true)));
}

function mine() {
  const me = state.me.name;
  const rows = openCards().flatMap((card) => [
    ...(card.tasks ?? []).filter((t) => t.owner === me).map((t) =>
      h('li', h('b', t.item), ' ', h('span', { dir: 'auto' }, t.text), ', ', tick('left', t.due), ' ',
        fillButton(`${card.ref} task ${t.item} done `, 'Done', 'act'))),
    ...(card.roles ?? []).filter((r) => r.name === me).map((r) =>
      h('li', `${r.role} of `, h('a', { href: `/i/${card.ref}` }, card.ref))),
  ]);
  return block('Mine', rows);
}

function undelivered() {
  return block('Not delivered', state.undelivered.map((u) =>
    h('li', { 'data-key': `u${u.id}` }, h('strong.nobody', 'NOT DELIVERED'), ` to ${u.room}, `, still(u.at), `: ${u.reason}`,
      u.text && h('p.last', { dir: 'auto' }, u.text))));
}

function over() {
  return block('Recent', overCards().map((card) =>
    h('li', { 'data-key': card.ref }, severity(card.severity), ' ', h('a', { href: `/i/${card.ref}` }, card.ref, ' ', h('span', { dir: 'auto' }, card.title)),
      ` ${card.state} `, tick('ago', card.resolved_at ?? card.changed_at), ', ',
      h('a', { href: `/i/${card.ref}/draft` }, 'draft'), gapWords(card),
      owed(card).map((a) => [', ', `${a.shown || a.audience} `, tick('due', a.due)]))));
}

const block = (heading, rows) =>
  rows.length > 0 && h('section', { 'data-key': heading }, h('h2.label', heading), h('ul.plainlist', rows));
