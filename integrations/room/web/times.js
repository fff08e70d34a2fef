// How instants are shown: relative near now, clock time in the reader's zone beyond an hour, UTC on hover. One ticker
// changes all counting texts, and only when they read differently.
import { h } from './dom.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const BY_SECOND = 2 * MINUTE; // the last two minutes count by the second
export const SOON = 5 * MINUTE;
export const GRACE = MINUTE; // an update up to this long after its due time was in time (DOMAIN 5.6)

let skew = 0; // server's clock minus this one
export const now = () => Date.now() + skew;
export function setNow(serverMs) {
  if (Number.isFinite(serverMs)) skew = serverMs - Date.now();
}

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
export const zoneIsUtc = /(UTC|GMT|UCT|Zulu)$/.test(zone);
export const zoneShown = zoneIsUtc ? 'UTC' : zone.split('/').pop().replaceAll('_', ' ');

const format = (options, timeZone) => new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone, ...options });
const HM = { hour: '2-digit', minute: '2-digit' };
const DM = { weekday: 'short', day: 'numeric', month: 'short' };
const hm = format(HM);
const dayHere = format(DM);
const dayUtc = format({ ...DM, year: 'numeric' }, 'UTC');
const hmsUtc = format({ ...HM, second: '2-digit' }, 'UTC');

const day = (ms) => dayHere.format(ms).replace(',', '');
export const dayOf = (ms) => new Date(ms).toDateString();
export const dayShown = (ms) => (dayOf(ms) === dayOf(now()) ? 'Today' : day(ms));

// "10:41", with the day only where that could be taken for another: "Wed 1 Feb 10:41".
export const clock = (ms) => (Math.abs(ms - now()) < 12 * HOUR || dayOf(ms) === dayOf(now()) ? '' : `${day(ms)} `) + hm.format(ms);
export const hours = (ms) => hm.format(ms);
export const utc = (ms) => `${dayUtc.format(ms).replace(',', '')} ${hmsUtc.format(ms)} UTC`;
// For sentences: they quote UTC elsewhere, so this one says whose time it is.
export const clockHere = (ms) => `${clock(ms)} ${zoneIsUtc ? 'UTC' : 'here'}`;

// "45 s", "53 min", "2 h 30 min", "3 d 4 h".
export function length(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const pair = (big, unit, small, sub) => `${big} ${unit}` + (small ? ` ${small} ${sub}` : '');
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return pair(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'min');
  return pair(Math.floor(s / 86400), 'd', Math.floor((s % 86400) / 3600), 'h');
}

const fine = (ms) => {
  const s = Math.ceil(ms / 1000);
  return s > 60 ? `1 min ${s - 60} s` : `${s} s`;
};

const TEXTS = {
  due(ms) {
    const left = ms - now();
    if (left >= HOUR) return `at ${clock(ms)}`;
    if (left >= BY_SECOND) return `in ${length(left)}`;
    if (left > 0) return `in ${fine(left)}`;
    return isLate(ms) ? `LATE ${length(-left)}` : 'due now';
  },
  left(ms) {
    const left = ms - now();
    if (left >= HOUR) return `until ${clock(ms)}`;
    if (left >= BY_SECOND) return `${length(left)} left`;
    if (left > 0) return `${fine(left)} left`;
    return left > -MINUTE ? 'time is up' : `time is up, ${length(-left)} over`;
  },
  ago(ms) {
    const gone = now() - ms;
    if (gone >= HOUR || gone < -MINUTE) return clock(ms);
    return gone < MINUTE ? 'just now' : `${length(gone)} ago`;
  },
  age(ms) {
    const gone = now() - ms;
    return gone < MINUTE ? 'under 1 min' : length(gone);
  },
};

export const isLate = (due) => now() >= due + GRACE;
export const urgency = (due) => (now() >= due ? 'late' : due - now() <= SOON ? 'soon' : 'ok');

const shownAs = (kind, ms) => (kind === 'due' || kind === 'left' ? `when ${urgency(ms)}` : 'when');

// A text that counts by itself: kind is due, left, ago or age.
export function tick(kind, ms) {
  return h('time', { class: shownAs(kind, ms), datetime: iso(ms), title: utc(ms), 'data-tick': kind, 'data-ms': ms },
    TEXTS[kind](ms));
}
export const still = (ms, text = clock(ms)) => h('time.when', { datetime: iso(ms), title: utc(ms) }, text);
const iso = (ms) => new Date(ms).toISOString();
export const isTime = Number.isFinite;

const each = [];
export const everySecond = (f) => each.push(f);

function beat() {
  for (const node of document.querySelectorAll('[data-tick]')) {
    const kind = node.dataset.tick;
    const ms = Number(node.dataset.ms);
    const text = TEXTS[kind](ms);
    if (node.textContent !== text) node.textContent = text;
    const shown = shownAs(kind, ms);
    if (node.className !== shown) node.className = shown;
  }
  for (const f of each) f();
}
setInterval(beat, 1000);
document.addEventListener('visibilitychange', beat);
