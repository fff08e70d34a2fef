// Where one types. Enter sends, Shift+Enter breaks the line, / opens the list of commands, arrow up recalls. What was
// refused comes back here with the answer above it.
import { hintFor, parse, rowsFor, taken } from './complete.js';
import { h, patch } from './dom.js';
import { BLANK, words } from './message.js';
import { isFull, send, waiting } from './outbox.js';
import { on, read, state, write } from './store.js';
import { answerNodes } from './talk.js';

const TEXT_MAX = 16_000;
const HISTORY_MAX = 50;
const HEIGHT_MAX = 200; // px, then it scrolls

const HISTORY = 'tocsin.typed';
const DRAFTS = 'tocsin.drafts';

export function composer(talkIsVisible) {
  const input = h('textarea', {
    id: 'composer', rows: 1, maxlength: TEXT_MAX, spellcheck: 'true', autocapitalize: 'sentences', enterkeyhint: 'send',
    'aria-label': 'Message or command', 'aria-autocomplete': 'list', 'aria-controls': 'completion', 'aria-describedby': 'hint',
  });
  const list = h('ul', { id: 'completion', role: 'listbox', 'aria-label': 'Commands', hidden: true });
  const answer = h('div.above', { hidden: true });
  const bar = h('div.bar', { role: 'status', hidden: true });
  const hint = h('p.hint', { id: 'hint' });
  const button = h('button.act.main.send', { type: 'submit' }, 'Send');
  const form = h('form.box', list, input, button);
  const node = h('footer.composer', bar, answer, form, hint);

  let room = '';
  let rows = [];
  let chosen = 0;
  let pointed = false; // an arrow key chose the row, so Enter takes it
  let recalled = -1;
  let history = read(HISTORY, []);
  const drafts = read(DRAFTS, {});

  // --- the text
  function put(text, select) {
    input.value = text;
    const blank = select && BLANK.exec(text.slice(state.prefix.length));
    const from = blank ? state.prefix.length + blank.index : text.length;
    input.setSelectionRange(from, blank ? from + blank[0].length : from);
    changed();
  }
  function changed() {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, HEIGHT_MAX)}px`;
    keepDraft();
    rows = rowsFor(input.value);
    chosen = 0;
    pointed = false;
    drawList();
    const follows = hintFor(input.value, room);
    hint.textContent = follows || 'Enter sends · Shift+Enter breaks the line · / lists the commands';
    hint.className = `hint${follows ? '' : ' idle'}${follows.startsWith('CUSTOMERS') ? ' outside' : ''}`;
  }
  function keepDraft() {
    if (input.value) drafts[room] = input.value;
    else delete drafts[room];
    write(DRAFTS, drafts);
  }
  function fill(text) {
    if (input.value.trim()) remember(input.value); // what stood there is one arrow up away
    recalled = -1;
    put(text, true);
    input.focus();
    close();
  }
  function remember(text) {
    history = [text, ...history.filter((t) => t !== text)].slice(0, HISTORY_MAX);
    write(HISTORY, history);
  }

  // --- completion
  function drawList() {
    list.hidden = !rows.length;
    patch(list, rows.map((c, i) => h('li', {
      id: `row${i}`, role: 'option', 'aria-selected': String(i === chosen), 'data-row': i, 'data-key': c.verb,
    }, h('b', c.verb), h('span.sum', c.summary), h('code', c.forms?.[0]?.example ?? ''))));
    if (rows.length) input.setAttribute('aria-activedescendant', `row${chosen}`);
    else input.removeAttribute('aria-activedescendant');
  }
  const close = () => {
    rows = [];
    drawList();
  };
  function take(i) {
    put(taken(input.value, rows[i]), false);
    input.focus();
  }
  function point(step) {
    chosen = (chosen + step + rows.length) % rows.length;
    pointed = true;
    drawList();
  }

  // --- keys
  function key(e) {
    if (e.isComposing) return; // an input method is still choosing characters
    const act = rows.length ? listKey(e) : plainKey(e);
    if (!act) return;
    e.preventDefault();
    act();
  }
  function listKey(e) {
    if (e.key === 'ArrowDown') return () => point(1);
    if (e.key === 'ArrowUp') return () => point(-1);
    if (e.key === 'Escape') return close;
    if (e.key === 'Tab' && !e.shiftKey) return () => take(chosen);
    if (e.key !== 'Enter' || e.shiftKey) return null;
    const p = parse(input.value);
    return pointed || !p.exact ? () => take(chosen) : submit;
  }
  function plainKey(e) {
    if (e.key === 'Enter' && !e.shiftKey && !e.ctrlKey && !e.altKey) return submit;
    if (e.key === 'Enter' && e.ctrlKey) return submit;
    if (e.key === 'Escape') return answer.hidden ? () => input.blur() : dismiss;
    if (e.key === 'ArrowUp' && canRecall()) return () => recall(1);
    if (e.key === 'ArrowDown' && recalled >= 0 && canRecall()) return () => recall(-1);
    return null;
  }
  const canRecall = () => !input.value || (recalled >= 0 && input.value === history[recalled]);
  function recall(step) {
    recalled = Math.max(-1, Math.min(recalled + step, history.length - 1));
    put(recalled < 0 ? '' : history[recalled], false);
    close();
  }

  // --- sending
  function submit() {
    const text = input.value.trim();
    if (!text || !room) return;
    if (isFull()) return above([h('p', 'Too many lines wait for the connection. Nothing was sent; your text stays here.')]);
    remember(text);
    recalled = -1;
    dismiss();
    put('', false);
    send(room, text);
  }
  function above(nodes) {
    answer.hidden = false;
    patch(answer, h('div.reply', nodes, h('p.meta', 'Only you see it')),
      h('button.close', { 'data-act': 'dismiss', 'aria-label': 'Close this answer' }, '×'));
  }
  function dismiss() {
    answer.hidden = true;
    patch(answer);
  }

  on('refused', ({ item, answer: got, error }) => {
    above(got ? answerNodes(got) : [h('p', words(error)), h('p.meta', 'Not sent. Your text is in the composer.')]);
    // The words come back, unless others stand there by now; after a question whatever is typed replaces them.
    if (input.value.trim() || item.room !== room) return;
    put(item.text, false);
    close();
    if (got?.outcome === 'asked') input.select();
  });
  on('answered', ({ item, answer: got }) => {
    if (item.room !== room || !talkIsVisible()) above(answerNodes(got));
  });

  function drawBar() {
    const n = waiting();
    bar.hidden = state.live || !state.ready;
    const wait = n ? `, ${n} ${n === 1 ? 'message waits' : 'messages wait'}` : '. What you type is kept and sent later';
    const text = `Reconnecting${wait}`;
    if (bar.textContent !== text) bar.textContent = text;
  }
  on('live outbox ready', drawBar);

  input.addEventListener('input', () => {
    recalled = -1;
    changed();
  });
  input.addEventListener('keydown', key);
  input.addEventListener('blur', close);
  list.addEventListener('mousedown', (e) => e.preventDefault()); // a click on a row is no blur
  list.addEventListener('click', (e) => {
    const row = e.target.closest('[data-row]');
    if (row) take(Number(row.dataset.row));
  });
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    submit();
    input.focus();
  });

  return {
    node, fill, dismiss,
    run(text) {
      remember(text);
      dismiss();
      send(room, text);
    },
    focus: () => input.focus({ preventScroll: true }),
    slash() {
      if (!input.value) put('/', false);
      input.focus();
    },
    setRoom(next, where) {
      if (next === room) return;
      room = next;
      input.placeholder = room ? `${where ?? room}: text or /command` : 'Choose a room first';
      dismiss();
      put(drafts[room] ?? '', false);
      close();
    },
  };
}
