// The post-mortem draft: its holes first, each with the line that fills it, then the document, which prints alone.
import { api } from './api.js';
import { h, patch } from './dom.js';
import { follow } from './follow.js';
import { fillButton } from './message.js';
import { state } from './store.js';
import { isTime, utc } from './times.js';

export function draftPane(ref) {
  const body = h('div.paper', h('p.meta.noprint', 'Reading the draft'));
  const node = h('section.pane.draft', { 'aria-label': `Draft of ${ref}`, tabindex: '0' }, body);
  let layout = ''; // the one that fits the incident
  const reading = follow(ref, () => api.draft(ref, layout), (draft, problem) =>
    patch(body, draft ? [gapList(draft), paper(ref, draft, layout)] : h('p.problem', { role: 'alert' }, problem)));
  body.addEventListener('change', (event) => {
    if (event.target.name !== 'layout') return;
    layout = event.target.value;
    reading.load();
  });
  const unfold = () => body.querySelectorAll('details').forEach((d) => (d.open = true));
  addEventListener('beforeprint', unfold);
  return {
    node,
    stop() {
      reading.stop();
      removeEventListener('beforeprint', unfold);
    },
  };
}

function gapList(draft) {
  const gaps = draft.gaps ?? [];
  const filled = draft.parts ? `${draft.parts_filled} of ${draft.parts} parts filled.` : '';
  if (!gaps.length) return h('p.gaps.none.noprint', { 'data-key': 'gaps' }, `No gaps. ${filled}`);
  const sections = new Set((draft.sections ?? []).map((s) => s.id));
  return h('section.gaps.noprint', { 'data-key': 'gaps', 'aria-labelledby': 'gaps-head' },
    h('h2', { id: 'gaps-head' }, gaps.length === 1 ? '1 gap' : `${gaps.length} gaps`, h('span.meta', ` ${filled}`)),
    h('ol', gaps.map((g) => h('li',
      sections.has(g.section) ? h('a.quiet', { href: `#s-${g.section}` }, g.question) : g.question, ' ',
      g.command && fillButton(bare(g.command))))));
}
// The command may come with or without the prefix.
const bare = (line) => (line.startsWith(state.prefix) ? line.slice(state.prefix.length) : line);

const layouts = { sre: 'SRE', security: 'Security', pagerduty: 'PagerDuty', '5whys': 'Five whys', narrative: 'Narrative' };

function layoutChoice(draft) {
  return h('label', 'Layout ', h('select', { name: 'layout' },
    Object.entries(layouts).map(([id, shown]) => h('option', { value: id, selected: id === draft.layout }, shown))));
}

function paper(ref, draft, layout) {
  return h('article.document', { 'data-key': 'paper' },
    h('div.dochead',
      h('h2.doctitle', { dir: 'auto' }, draft.title || ref),
      h('p.acts.noprint',
        h('button.act', { 'data-act': 'print' }, 'Print'), ' ',
        h('a.act', { href: api.markdownOf(ref, layout), target: '_blank' }, 'Markdown'), ' ',
        layoutChoice(draft))),
    (draft.sections ?? []).map(section),
    h('footer.meta', isTime(draft.as_of) && `Draft as of ${utc(draft.as_of)}. `,
      draft.layout && `Layout ${draft.layout}. `, draft.head && h('span.hash', `Chain head ${draft.head}`)));
}

function section(s) {
  return h('details', { open: true, id: `s-${s.id}`, 'data-key': `s-${s.id}` },
    h('summary', h('h3', s.heading)), (s.blocks ?? []).map(block));
}

function block(b) {
  switch (b.kind) {
    case 'bullets': return h('ul', (b.items ?? []).map((i) => h('li', { dir: 'auto' }, i)));
    case 'table': return table(b.rows ?? []);
    case 'todo': return h('p.todo', { dir: 'auto' }, b.text);
    default: return h('p', { dir: 'auto' }, b.text);
  }
}

function table([head, ...rows]) {
  if (!head) return null;
  return h('div.scroll', h('table', {},
    h('thead', h('tr', head.map((c) => h('th', { scope: 'col' }, c)))),
    h('tbody', rows.map((r) => h('tr', r.map((c) => h('td', { dir: 'auto' }, c)))))));
}
