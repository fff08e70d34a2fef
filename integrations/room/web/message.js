// Tocsin's messages and people's words as nodes. A command in a text is a button that puts it into the composer.
import { h } from './dom.js';
import { state } from './store.js';
import { clockHere, isTime, still } from './times.js';

export const full = (line) => state.prefix + line.trimStart();

// data-fill is handled by the composer: the line goes in, its first blank is selected.
export function fillButton(line, label = full(line), cls = 'cmd', named = null) {
  const title = `Put into the composer: ${full(line)}`;
  return h('button', { class: cls, 'data-fill': full(line), title, 'aria-label': named }, label);
}

export const mention = (name) => h('bdi.mention', `@${name}`);
export const name = (who) => who && h('bdi', who);

export const loud = (card) => (card.severity ?? '').toUpperCase();

export function severity(word) {
  const n = /\d/.exec(word ?? '')?.[0] ?? '';
  return h(`span.sev.sev${n}.flash`, h('b', 'SEV'), h('i', n || '?'));
}

function run(r) {
  switch (r.k) {
    case 'command': return fillButton(r.t);
    case 'person': return mention(r.t);
    case 'time': return isTime(r.at) ? still(r.at, clockHere(r.at)) : r.t;
    case 'link': return linkTo(r.href ?? '', r.t);
    case 'quote': return h('q', { dir: 'auto' }, r.t);
    default: return r.t;
  }
}

function linkTo(href, text) {
  if (/^\/(?![/\\])/.test(href)) return h('a', { href }, text);
  if (/^https?:\/\//i.test(href)) return outside(href, text);
  return text;
}
const outside = (href, text) => h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);

// Lines, then buttons. A button repeats a typed line; one that would publish fills the composer instead of running.
export function messageNodes(message) {
  if (!message) return [];
  const lines = (message.lines ?? []).map((line) => h('p', { dir: 'auto' }, line.map(run)));
  const buttons = (message.buttons ?? []).map((b) =>
    isWhole(b.line)
      ? h('button.act', { 'data-run': full(b.line), title: `Send: ${full(b.line)}` }, b.label)
      : fillButton(b.line, b.label, 'act'));
  return [...lines, buttons.length ? h('p.acts', buttons) : null];
}

const PUBLISHES = /^\s*(INC-\d+\s+)?(update|post|approve)\b/i;
export const BLANK = /@who\b|\[[^\]]*\]|(?<==)N\b|\bsevN\b|[^\s[\]]+\|\S+|\b(?:TEXT|REASON|TITLE|SUMMARY|WHAT|WHY|TIME|NAME|WHO|AUDIENCE|LENGTH|ITEM|LEVEL|STATE|ROLE|BRIEF|TEAM)\b/;
const isWhole = (line) => !PUBLISHES.test(line) && !BLANK.test(line);

// What people typed: web addresses, incidents and mentions stand out; everything else is left as typed.
const PARTS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])|\b(INC-\d{1,9})\b|(?<![\p{L}\p{N}])@([\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*)/giu;
export function words(text) {
  const out = [];
  let at = 0;
  for (const m of text.matchAll(PARTS)) {
    out.push(text.slice(at, m.index));
    if (m[1]) out.push(outside(m[1], m[1]));
    else if (m[2]) out.push(h('a', { href: `/i/${m[2].toUpperCase()}` }, m[2]));
    else out.push(mention(m[3]));
    at = m.index + m[0].length;
  }
  out.push(text.slice(at));
  return out;
}

// A typed line: of a command the verb stands out and the prefix steps back.
export function typed(text) {
  const m = /^\s*(\/\S+)(\s+)(\S+)?/.exec(text);
  if (!m) return words(text);
  const word = state.prefix.trim();
  if (m[1].toLowerCase() !== word.toLowerCase())
    return [h('b.verb', m[1]), words(text.slice(m[0].length - (m[3] ?? '').length - m[2].length))];
  return [h('span.word', m[1] + m[2]), h('b.verb', m[3] ?? ''), words(text.slice(m[0].length))];
}
