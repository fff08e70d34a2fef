// What the types do not say: lengths, counts, and the forms of ids and mrkdwn (SLACK.md 4, 5). Each check returns
// "path: what" lines. Lengths are in code points.
const points = (text) => [...text].length;
const textOf = (value) => (typeof value === 'string' ? value : value?.text);

// By type of block, element or view: [field, most]. Of a text or text object the code points, of an array its items.
const limits = {
  header: [['text', 150]],
  section: [['text', 3000], ['fields', 10]],
  context: [['elements', 10]],
  actions: [['elements', 25]],
  image: [['image_url', 3000], ['alt_text', 2000], ['title', 2000]],
  input: [['label', 2000], ['hint', 2000]],
  markdown: [['text', 12000]],
  button: [['text', 75], ['value', 2000], ['url', 3000], ['accessibility_label', 75]],
  plain_text_input: [['initial_value', 3000], ['placeholder', 150]],
  radio_buttons: [['options', 10]],
  checkboxes: [['options', 10]],
  overflow: [['options', 5]],
  modal: [['title', 24], ['submit', 24], ['close', 24], ['private_metadata', 3000], ['callback_id', 255], ['blocks', 100]],
  home: [['private_metadata', 3000], ['callback_id', 255], ['blocks', 100]],
};
const selects = [['options', 100], ['option_groups', 100], ['placeholder', 150]];
const everywhere = [['block_id', 255], ['action_id', 255]];
const option = [['text', 75], ['value', 150], ['description', 75]];
const confirm = [['title', 100], ['text', 300], ['confirm', 30], ['deny', 30]];
const FIELD_OF_SECTION = 2000;
const INPUT_MAX_LENGTH = 3000;
const VIEW_BYTES = 250_000;

const over = (at, value, [field, most]) => {
  const of = value[field];
  const size = Array.isArray(of) ? of.length : typeof textOf(of) === 'string' ? points(textOf(of)) : 0;
  return size > most ? [`${at}/${field}: ${size}, at most ${most}`] : [];
};

// All objects of a tree with their paths, the outer before the inner.
export function* objects(value, at = '') {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield [at, value];
  for (const [key, inner] of Object.entries(value)) yield* objects(inner, `${at}/${key}`);
}

const isText = (object) => object.type === 'plain_text' || object.type === 'mrkdwn';

// The tokens that a mrkdwn text may hold; whatever else stands in <> was not escaped.
const token = /^(@[UW][A-Z0-9]+(\|[^|]*)?|#C[A-Z0-9]+(\|[^|]*)?|!subteam\^S[A-Z0-9]+(\|[^|]*)?|!date\^\d+\^[^|^]+(\^[^|^]+)?\|.+|(https?:\/\/|mailto:)[^|\s]+(\|.+)?)$/s;
const loud = /^!(here|channel|everyone)\b/;
export function mrkdwn(at, text) {
  const wrong = [];
  for (const [, inside] of text.matchAll(/<([^<>]*)>/g)) {
    if (loud.test(inside)) wrong.push(`${at}: <${inside}> calls a whole channel`);
    else if (/^!date/.test(inside) && !token.test(inside)) wrong.push(`${at}: <${inside.slice(0, 40)}> is a date without its fallback`);
    else if (!token.test(inside)) wrong.push(`${at}: <${inside.slice(0, 40)}> is no mention, date or link: < is not escaped`);
  }
  const rest = text.replace(/<[^<>]*>/g, '');
  if (rest.includes('<')) wrong.push(`${at}: < is not escaped`);
  if (/&(?!(amp|lt|gt);)/.test(rest)) wrong.push(`${at}: & is not escaped`);
  return wrong;
}

function of_object(at, object) {
  const wrong = [...(limits[object.type] ?? []), ...everywhere].flatMap((limit) => over(at, object, limit));
  if (/_select$/.test(object.type)) wrong.push(...selects.flatMap((limit) => over(at, object, limit)));
  if (isText(object) && object.text === '') wrong.push(`${at}: an empty text`);
  if (object.type === 'mrkdwn') wrong.push(...mrkdwn(at, object.text ?? ''));
  if (object.type === 'section') {
    if (!object.text && !object.fields) wrong.push(`${at}: neither text nor fields`);
    (object.fields ?? []).forEach((_, i, fields) => wrong.push(...over(`${at}/fields`, fields, [i, FIELD_OF_SECTION])));
  }
  if (object.type === 'plain_text_input' && object.max_length > INPUT_MAX_LENGTH)
    wrong.push(`${at}/max_length: ${object.max_length}, at most ${INPUT_MAX_LENGTH}`);
  if (object.confirm?.title) wrong.push(...confirm.flatMap((limit) => over(`${at}/confirm`, object.confirm, limit)));
  const groups = [...(object.options ? [['options', object.options]] : []),
    ...(object.option_groups ?? []).map((group, i) => [`option_groups/${i}/options`, group.options])];
  for (const [where, options] of groups) {
    if (!options.length) wrong.push(`${at}/${where}: no option`);
    if (options.length > 100) wrong.push(`${at}/${where}: ${options.length}, at most 100`);
    options.forEach((one, i) => wrong.push(...option.flatMap((limit) => over(`${at}/${where}/${i}`, one, limit))));
  }
  if ((object.type === 'actions' || object.type === 'context') && !object.elements?.length) wrong.push(`${at}: no elements`);
  return wrong;
}

function twice(at, named) {
  const seen = new Set();
  return named.filter((name) => name !== undefined && (seen.has(name) || !seen.add(name))).map((name) => `${at}: ${name} twice`);
}

export function tree(at, value) {
  return [...objects(value)].flatMap(([where, object]) => of_object(at + where, object));
}

// Blocks of a message or a view. A message's visible text has a sum that Slack does not document.
export const MESSAGE_BLOCKS = 50;
export const MESSAGE_POINTS = 10_000;
export const TEXT_POINTS = 4_000;
const MARKDOWN_POINTS = 12_000;

export function blocks(at, some, { message }) {
  const wrong = tree(at, some);
  wrong.push(...twice(`${at}: block_id`, some.map(({ block_id }) => block_id)));
  for (const [i, block] of some.entries()) {
    const actions = [...objects(block)].map(([, object]) => object.action_id);
    wrong.push(...twice(`${at}/${i}: action_id`, actions));
  }
  const sum = (those) => [...objects(some)].filter(([, o]) => those(o)).reduce((n, [, { text }]) => n + points(textOf(text) ?? ''), 0);
  const markdown = sum(({ type }) => type === 'markdown');
  if (markdown > MARKDOWN_POINTS) wrong.push(`${at}: ${markdown} in markdown blocks, at most ${MARKDOWN_POINTS}`);
  if (!message) return wrong;
  if (some.length > MESSAGE_BLOCKS) wrong.push(`${at}: ${some.length} blocks, at most ${MESSAGE_BLOCKS}`);
  const shown = sum((object) => isText(object) || object.type === 'text' || object.type === 'markdown');
  if (shown > MESSAGE_POINTS) wrong.push(`${at}: ${shown} code points are shown, at most ${MESSAGE_POINTS}`);
  return wrong;
}

export function view(at, value) {
  const wrong = [...of_object(at, value), ...blocks(`${at}/blocks`, value.blocks ?? [], { message: false })];
  for (const field of ['title', 'submit', 'close'])
    if (value[field]?.text === '') wrong.push(`${at}/${field}: an empty text`);
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > VIEW_BYTES) wrong.push(`${at}: ${bytes} bytes, at most ${VIEW_BYTES}`);
  if (value.type === 'modal' && !value.submit && value.blocks?.some(({ type }) => type === 'input'))
    wrong.push(`${at}: an input, and nothing to submit it with`);
  return wrong;
}

// What a message shows: the text is what a phone and a screen reader get, so blocks never come without it.
export function message(at, { text, blocks: some, metadata }) {
  const wrong = [];
  if (typeof text === 'string') {
    if (points(text) > TEXT_POINTS) wrong.push(`${at}/text: ${points(text)}, at most ${TEXT_POINTS}`);
    wrong.push(...mrkdwn(`${at}/text`, text));
  }
  if (some && !text?.trim()) wrong.push(`${at}/text: blocks without the text that is read out`);
  if (Array.isArray(some)) wrong.push(...blocks(`${at}/blocks`, some, { message: true }));
  if (metadata && Object.keys(metadata).length) wrong.push(...own_metadata(`${at}/metadata`, metadata));
  return wrong;
}

const METADATA_BYTES = 1024;
function own_metadata(at, metadata) {
  const wrong = [];
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  if (bytes > METADATA_BYTES) wrong.push(`${at}: ${bytes} bytes, at most ${METADATA_BYTES}`);
  for (const [key, value] of Object.entries(metadata.event_payload ?? {}))
    if (typeof value !== 'string') wrong.push(`${at}/event_payload/${key}: is no text`);
  return wrong;
}
