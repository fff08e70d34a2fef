// What the page says by itself: the window's title, and for screen readers what falls due and what was said.
import { loud } from './message.js';
import { isMine, lateCount, listed, on, openCards, owed, state, tell, unread } from './store.js';
import { MINUTE, SOON, everySecond, isLate, now } from './times.js';

const BATCH_MS = 5000; // talk is read out in one piece each 5 s
const SPOKEN_MAX = 5; // lines in one piece, the rest as a number
const KNOWN_MAX = 1000; // promises whose stage is remembered

const speak = (id, text) => {
  const region = document.getElementById(id);
  region.textContent = '';
  // A region that is emptied and filled in one go is not read out by every screen reader.
  requestAnimationFrame(() => (region.textContent = text));
};
let queue = [];
let timer = 0;

function announce(text, urgent) {
  if (urgent) return speak('assertive', text);
  queue.push(text);
  timer ||= setTimeout(() => {
    const more = queue.length - SPOKEN_MAX;
    speak('polite', queue.slice(0, SPOKEN_MAX).join('\n') + (more > 0 ? `\nand ${more} more lines` : ''));
    queue = [];
    timer = 0;
  }, BATCH_MS);
}

// Once at 5 min, at 1 min, and when an update is late; aloud only to the person who owes it.
const stages = new Map();
const WORDS = ['', 'is due in 5 min', 'is due in 1 min', 'is LATE'];
function stageOf(due) {
  if (isLate(due)) return 3;
  const left = due - now();
  return left <= MINUTE ? 2 : left <= SOON ? 1 : 0;
}
function watchClocks() {
  if (stages.size > KNOWN_MAX) stages.clear();
  for (const card of listed()) for (const a of owed(card)) {
    const key = `${card.ref}/${a.audience}/${a.due}`;
    const stage = stageOf(a.due);
    const before = stages.get(key);
    stages.set(key, stage);
    if (before === undefined || stage <= before) continue;
    if (stage === 3) tell('cards'); // what is late looks different
    const owner = card.comms ?? card.commander ?? card.lead;
    announce(`${card.ref}: update for ${a.shown || a.audience} ${WORDS[stage]}.`, stage === 3 && owner === state.me.name);
  }
}

const forMe = () => [...state.talk].some(([room, talk]) =>
  unread(room) && talk.lines.some((l) => l.kind === 'page' && l.only_you && l.fresh));

function title(place) {
  const late = lateCount();
  const worst = openCards()[0];
  const parts = [
    forMe() && 'for you',
    !place && worst && loud(worst),
    late && `${late} late`,
    place || (worst ? `${openCards().length} open` : 'nothing open'),
    'Tocsin',
  ];
  const text = parts.filter(Boolean).join(' · ');
  if (document.title !== text) document.title = text;
}

// `here` tells what the reader looks at: {room, place}.
export function watch(here) {
  const retitle = () => title(here().place);
  everySecond(() => {
    watchClocks();
    retitle();
  });
  on('cards ready rooms page', retitle);
  on('lines', ({ room, lines, fresh }) => {
    if (!fresh) return;
    for (const line of lines) {
      if (isMine(line)) continue;
      const text = `${line.from}: ${(line.text ?? '').replace(/\s+/g, ' ').slice(0, 300)}`;
      if (line.kind === 'page' && line.only_you) announce(`For you. ${text}`, true);
      else if (room === here().room) announce(text);
    }
  });
  on('answered refused', ({ answer, error }) => speak('polite', answer?.reply?.text ?? error ?? 'Done.'));
}
