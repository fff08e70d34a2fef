// Keys outside the composer. Nothing here is the only way: every act is reachable by Tab.
export const KEYS = [
  ['/', 'list of commands, in the composer'],
  ['c', 'go to the composer'],
  ['g o', 'overview'],
  ['g i', 'the gravest open incident, then the next'],
  ['j', 'next entry of the timeline'],
  ['k', 'previous entry'],
  ['e', 'correct the selected entry'],
  ['u', 'undo your last command'],
  ['?', 'this help'],
  ['Esc', 'close a list or an answer, leave the composer'],
];
const PAIR_MS = 1500; // g, then o

export function keys({ go, nextIncident, composer }) {
  let first = 0; // when g was pressed
  addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || typing(e.target)) return;
    const afterG = Date.now() - first < PAIR_MS;
    first = 0;
    const act = afterG ? pairs[e.key] : single[e.key];
    if (!act) return;
    e.preventDefault();
    act();
  });
  const pairs = { o: () => go('/'), i: nextIncident };
  const single = {
    g: () => (first = Date.now()),
    '/': () => composer.slash(),
    c: () => composer.focus(),
    '?': () => go('/help#keys'),
    j: () => step(1),
    k: () => step(-1),
    e: () => correct(composer),
    u: () => composer.fillVerb('undo'),
    Escape: () => composer.dismiss(),
  };
}

const typing = (node) => node instanceof Element && node.closest('textarea, input, select, dialog, [contenteditable]');
const entries = () => [...document.querySelectorAll('.entries .entry')].filter((n) => n.offsetParent);

function step(by) {
  const all = entries();
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? 0 : Math.max(0, Math.min(at + by, all.length - 1))]?.focus();
}
function correct(composer) {
  const item = document.activeElement?.closest?.('[data-item]')?.dataset.item;
  if (item) composer.fillVerb(`correct ${item} TEXT`);
}
