// The talk of one room: what people said, what Tocsin said, and the answers that only this person sees.
import { api } from './api.js';
import { h, later, patch } from './dom.js';
import { messageNodes, name, typed, words } from './message.js';
import { isMine, markOf, markRead, on, roomPath, state, takeLines, talkOf } from './store.js';
import { dayOf, dayShown, hours, still } from './times.js';

const PAGE = 200; // lines the server gives at once
const SAME_VOICE_MS = 5 * 60_000; // then the name is printed again
const NEAR_END_PX = 40;

export function talkPane(room) {
  const talk = talkOf(room);
  const mark = markOf(room); // where "new" begins, as it was on arrival
  const list = h('ol.lines');
  const jump = h('button.jump', { hidden: true });
  const log = h('div.log', { role: 'log', 'aria-live': 'off', 'aria-label': `Talk of ${room}`, tabindex: '0' }, list);
  const node = h('section.pane.talk', { 'aria-label': 'Talk' }, log, jump);
  let following = true;
  let missed = 0;
  let problem = '';

  const visible = () => log.offsetParent !== null && !document.hidden;
  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;

  function draw() {
    patch(list, problem && h('li.meta', problem), rows(talk, room, mark));
    if (following) log.scrollTop = log.scrollHeight;
    jump.hidden = following || !missed;
    jump.textContent = `${missed} new ${missed === 1 ? 'line' : 'lines'} below`;
    if (following && visible() && talk.loaded) markRead(room);
  }
  const drawSoon = later(draw, 0);

  async function load() {
    try {
      const got = await api.talk(room);
      talk.more = got.lines.length >= PAGE;
      talk.loaded = true;
      problem = '';
      takeLines(room, got.lines);
    } catch (error) {
      problem = error.message;
    }
    draw();
  }

  async function older() {
    const first = talk.lines[0]?.id;
    if (!talk.more || !first || !talk.loaded) return;
    talk.more = false;
    try {
      const got = await api.talk(room, first);
      const from = log.scrollHeight - log.scrollTop;
      takeLines(room, got.lines);
      talk.more = got.lines.length >= PAGE;
      draw();
      log.scrollTop = log.scrollHeight - from; // what was read stays where it was
    } catch {
      talk.more = true;
    }
  }

  log.addEventListener('scroll', () => {
    if (!visible()) return;
    following = atEnd();
    if (following) missed = 0;
    if (log.scrollTop < NEAR_END_PX) older();
    drawSoon();
  });
  jump.addEventListener('click', () => {
    following = true;
    missed = 0;
    draw();
    log.focus();
  });
  const away = on('lines answers', ({ room: where, lines, fresh, entry }) => {
    if (where !== room) return;
    if (entry) following = true; // own lines bring the end into view
    else if (fresh && !following) missed += lines.filter((l) => !isMine(l)).length;
    drawSoon();
  });
  const again = on('ready', load);
  const sized = new ResizeObserver(draw); // also when a tab brings the pane into view
  sized.observe(log);
  document.addEventListener('visibilitychange', drawSoon);

  if (state.ready) load();
  draw();
  return {
    node,
    visible,
    stop() {
      away();
      again();
      sized.disconnect();
      document.removeEventListener('visibilitychange', drawSoon);
    },
  };
}

function rows(talk, room, mark) {
  const local = talk.local.filter((e) => !(e.echoed && e.status !== 'done'));
  const all = [...talk.lines, ...local].sort((a, b) => a.at - b.at || (a.id ?? Infinity) - (b.id ?? Infinity));
  if (!all.length && talk.loaded) return teach(room);
  const out = [];
  let before = null;
  let divided = mark === undefined;
  for (const line of all) {
    if (!before || dayOf(before.at) !== dayOf(line.at)) out.push(h('li.day', { 'data-key': `d${dayOf(line.at)}` }, dayShown(line.at)));
    if (!divided && line.id > mark && !isMine(line)) {
      divided = true;
      out.push(h('li.new', { 'data-key': 'new' }, 'New'));
      before = null;
    }
    out.push(line.key ? localRow(line) : row(line, before));
    before = line;
  }
  return out;
}

function teach(room) {
  return h('li.teach', `Nothing was said in ${room} yet. What you type is seen by everyone here; a line that begins with / is a command.`);
}

const KIND = { page: 'For you', reminder: 'Reminder' };

function row(line, before) {
  const bot = line.message || line.kind !== 'talk';
  const same = before && !before.key && before.from === line.from && line.at - before.at < SAME_VOICE_MS && !bot;
  const tone = line.message?.tone;
  const cls = ['line', bot && 'bot', tone && `tone-${tone}`, line.only_you && 'only'];
  return h('li', { class: cls.filter(Boolean).join(' '), 'data-key': `l${line.id}` },
    still(line.at, hours(line.at)),
    who(line.from, same, line.only_you),
    h('div.what', { dir: 'auto' },
      KIND[line.kind] && h('b.kind', KIND[line.kind]),
      line.message ? messageNodes(line.message) : typed(line.text ?? '')));
}

const who = (from, same, onlyYou) =>
  h(same ? 'span.who.same' : 'span.who', name(from ?? ''), onlyYou && h('span.meta', ONLY));
const ONLY = 'only you see it';

const STATUS = { sending: 'sending', waiting: 'waits for the connection', held: 'typed more than 10 min ago, not sent' };

// A line on its way, or a command and what Tocsin answered.
function localRow(entry) {
  const done = entry.status === 'done';
  const mine = entry.echoed ? null : h('div.asked', typed(entry.text));
  return h('li', { class: `line ${done ? 'bot answer' : 'pending'}`, 'data-key': `k${entry.key}` },
    still(entry.at, hours(entry.at)),
    who(done && entry.echoed ? 'tocsin' : state.me.name, false, done),
    h('div.what', { dir: 'auto' }, mine,
      done ? answerNodes(entry.answer) : h('p.meta', STATUS[entry.status], entry.status === 'held' && heldActs(entry))));
}
const heldActs = (entry) => [
  ' ',
  h('button.act', { 'data-release': entry.key }, 'Send now'),
  ' ',
  h('button.act', { 'data-discard': entry.key }, 'Discard'),
];

export function answerNodes(answer) {
  const { reply, room, incident, duplicate } = answer;
  const elsewhere = room && location.pathname !== roomPath(room) && !location.pathname.startsWith(`/i/${incident}`);
  return h('div', { class: `reply tone-${reply?.tone ?? 'plain'}` },
    reply?.lines?.length ? messageNodes(reply) : h('p', words(reply?.text ?? 'Done.')),
    elsewhere && h('p.acts', h('a.act.main', { href: incident ? `/i/${incident}` : roomPath(room) },
      `Open ${incident ?? room}`)),
    duplicate && h('p.meta', 'It was sent twice and ran once.'));
}
