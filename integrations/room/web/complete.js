// What can follow what was typed: rows for the completion list, and the one line under the composer.
import { state } from './store.js';

const ROWS_MAX = 8;

// {typed, rest, exact}: the verb as far as it is typed; null: not a command.
export function parse(text) {
  const line = text.split('\n', 1)[0].trimStart();
  if (!line.startsWith('/')) return null;
  const word = state.prefix.trim();
  let rest = line.slice(1);
  if (line.toLowerCase().startsWith(`${word.toLowerCase()} `)) rest = line.slice(word.length).trimStart();
  else if (word.toLowerCase().startsWith(line.toLowerCase())) rest = '';
  rest = rest.replace(/^INC-\d+\s+/i, '');
  const typed = /^\S*/.exec(rest)[0];
  return { typed, rest: rest.slice(typed.length), exact: verbNamed(typed) };
}

function verbNamed(word) {
  const low = word.toLowerCase();
  return state.commands.find((c) => c.verb === low || c.aliases?.includes(low)) ?? null;
}

// Rows while the verb is being typed: those that begin so, then those that contain it.
export function rowsFor(text) {
  const p = parse(text);
  if (!p || p.rest || text.includes('\n')) return [];
  const low = p.typed.toLowerCase();
  if (!/^[a-z-]*$/.test(low)) return [];
  const names = (c) => [c.verb, ...(c.aliases ?? [])];
  const begins = state.commands.filter((c) => names(c).some((n) => n.startsWith(low)));
  const holds = low.length > 2 ? state.commands.filter((c) => !begins.includes(c) && c.summary.toLowerCase().includes(low)) : [];
  return [...begins, ...holds].slice(0, ROWS_MAX);
}

// The whole line as it stands once the row is taken; a reference typed before the verb stays.
export function taken(text, command) {
  const ref = /(INC-\d+)\s+/i.exec(text)?.[1];
  return `${state.prefix}${ref ? `${ref} ` : ''}${command.verb} `;
}

// What Enter will do, in one line.
export function hintFor(text, room) {
  if (!text.trim()) return '';
  const p = parse(text);
  if (!p) return `Talk: everyone in ${room} reads this.`;
  if (!p.exact) return p.typed && p.rest ? 'No verb that I know. Tocsin answers what is nearest; nothing runs by guess.' : '';
  const forms = (p.exact.forms ?? []).map((f) => f.line).slice(0, 2).join('  ·  ');
  const outside = p.exact.verb === 'update' && /\bcustomers\b/.test(p.rest.slice(0, 60)) ? 'CUSTOMERS read this. ' : '';
  return outside + (forms || p.exact.summary);
}
