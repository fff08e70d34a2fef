// The pages that hold several panes: a room, and an incident with its strip, tabs and side.
import { api } from './api.js';
import { cardPanel, gapWords, strip } from './card.js';
import { h, patch } from './dom.js';
import { draftPane } from './draft.js';
import { loud } from './message.js';
import { openRow } from './overview.js';
import { on, openCards, state, takeCard, takeRooms, unread } from './store.js';
import { talkPane } from './talk.js';
import { timelinePane } from './timeline.js';

export function roomPage(room) {
  takeRooms([room]);
  const talk = talkPane(room);
  const side = h('aside.side', { 'aria-label': 'Open incidents' });
  const node = h('div.page.split', { 'data-tab': 'talk' },
    h('header.strip', h('h1', room)), talk.node, side);
  const draw = () => patch(side, open());
  const away = on('cards ready', draw);
  draw();
  return {
    node, room,
    title: () => room,
    talkVisible: talk.visible,
    stop() {
      away();
      talk.stop();
    },
  };
}

function open() {
  const cards = openCards();
  return h('section.pane', h('h2', 'Open incidents'), cards.length
    ? h('ul.cards', cards.map(openRow))
    : h('p.meta', 'None. A line such as “/incident declare sev3 something looks wrong” opens one.'));
}

// `tab`: card, talk, timeline (one column only) or draft.
export function incidentPage(ref, tab) {
  const head = h('header.strip');
  const tabs = h('nav.tabs', { 'aria-label': `Views of ${ref}` });
  const cardNode = h('section.pane.card', { 'aria-label': 'Card' });
  const timeline = timelinePane(ref);
  const side = h('aside.side', { 'aria-label': `${ref} now` }, cardNode, timeline.node);
  const main = h('div.mainpane');
  const node = h('div.page.split', { 'data-tab': tab }, head, tabs, main, side);
  let pane = null; // talk or draft
  let shown = ''; // which of them
  let problem = '';
  const page = { node, ref, room: '', title, move, stop, talkVisible: () => shown === 'talk' && pane.visible() };

  const card = () => state.cards.get(ref);

  function title() {
    const c = card();
    return c ? `${loud(c)} ${ref} ${c.title}` : ref;
  }
  function draw() {
    const c = card();
    if (!c) {
      patch(head, h('h1', ref), problem && h('p.problem', problem, ' ', h('a', { href: '/' }, 'Overview')));
      return;
    }
    page.room = c.home ?? '';
    patch(head, strip(c));
    patch(cardNode, cardPanel(c));
    drawTabs();
    fillMain();
  }
  function drawTabs() {
    const c = card();
    const n = c?.home ? unread(c.home) : 0;
    const link = (name, href, label, cls) =>
      h('a', { href, class: cls, 'aria-current': node.dataset.tab === name ? 'page' : null, 'data-key': name }, label);
    patch(tabs,
      link('card', `/i/${ref}`, 'Card', 'narrow'),
      link('talk', `/i/${ref}#talk`, ['Talk', n > 0 && h('b.count', n)]),
      link('timeline', `/i/${ref}#timeline`, 'Timeline', 'narrow'),
      link('draft', `/i/${ref}/draft`, ['Draft', c && h('span.gapn', gapWords(c).replace(',', ''))]));
  }
  function fillMain() {
    const want = node.dataset.tab === 'draft' ? 'draft' : 'talk';
    if (want === shown || (want === 'talk' && !page.room)) return;
    pane?.stop();
    shown = want;
    pane = want === 'draft' ? draftPane(ref) : talkPane(page.room);
    main.replaceChildren(pane.node);
  }
  function move(nextTab) {
    node.dataset.tab = nextTab;
    drawTabs();
    fillMain();
  }
  // An incident that is over and no longer in the overview is asked for by name.
  async function load() {
    if (!state.listed.includes(ref)) {
      try {
        takeCard(await api.incident(ref));
      } catch (error) {
        problem = error.status === 404 ? `I know no ${ref}.` : error.message;
      }
    }
    draw();
    onRoom();
  }
  let onRoom = () => {};
  page.whenRoom = (f) => (onRoom = f);

  const away = on('cards', () => draw());
  const rooms = on('rooms', drawTabs);
  const again = on('ready', load);
  function stop() {
    away();
    rooms();
    again();
    pane?.stop();
    timeline.stop();
  }
  draw();
  if (state.ready) queueMicrotask(load);
  return page;
}
