// What one recorded line breaks: how it travelled, its arguments against Slack's types, and our own table of limits.
import * as limits from './limits.mjs';
import { methods } from './methods.mjs';

const JSON_TYPE = 'application/json; charset=utf-8';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_IN_FORMS = ['blocks', 'view', 'metadata', 'files', 'attachments'];
const USERS_INVITED = 100;
const TOPIC = 250;
const PAGE = 999;

function in_words(kind) {
  const [type, ...rest] = (kind ?? '').toLowerCase().split(';').map((part) => part.trim()).filter(Boolean);
  return [type, ...rest].join('; ');
}

function travelled(rule, { content_type, http, arguments: args }) {
  const type = in_words(content_type);
  const none = http === 'GET' || Object.keys(args).length === 0;
  if (rule.form && type === JSON_TYPE) return ['content type: JSON, and this method reads forms only'];
  if (rule.form && type.split(';')[0] !== FORM_TYPE && !(none && !type)) return [`content type: ${content_type || 'none'}`];
  if (!rule.form && type === FORM_TYPE) return ['content type: a form, and Tocsin writes in JSON'];
  if (!rule.form && type === 'application/json') return ['content type: JSON without its charset'];
  if (!rule.form && type !== JSON_TYPE) return [`content type: ${content_type || 'none'}`];
  return [];
}

// Arguments as they were meant: what a form carries as JSON text is read.
function meant(rule, args, wrong) {
  const out = structuredClone(args);
  if (!rule.form) return out;
  for (const name of JSON_IN_FORMS)
    if (typeof out[name] === 'string')
      try {
        out[name] = JSON.parse(out[name]);
      } catch {
        wrong.push(`/${name}: is no JSON`);
      }
  return out;
}

const token = /xox[a-z]-|xapp-/;
function secrets_and_nulls(args) {
  const wrong = 'token' in args ? ['/token: belongs into the header'] : [];
  const visit = (value, at) => {
    if (value === null) wrong.push(`${at}: null`);
    else if (typeof value === 'string' && token.test(value) && at !== '/token') wrong.push(`${at}: holds a token`);
    else if (typeof value === 'object') Object.entries(value).forEach(([key, inner]) => visit(inner, `${at}/${key}`));
  };
  visit(args, '');
  return wrong;
}

const ts = /^\d{10}\.\d{6}$/;
const forms = {
  channel: [/^[CGD][A-Z0-9]+$/, 'is no id of a channel'],
  channel_id: [/^[CGD][A-Z0-9]+$/, 'is no id of a channel'],
  user: [/^[UW][A-Z0-9]+$/, 'is no id of a person'],
  user_id: [/^[UW][A-Z0-9]+$/, 'is no id of a person'],
  users: [/^[UWS][A-Z0-9]+(,[UW][A-Z0-9]+)*$/, 'are no ids with commas'],
  ts: [ts, 'is no ts'],
  thread_ts: [ts, 'is no ts'],
  message_ts: [ts, 'is no ts'],
  timestamp: [ts, 'is no ts'],
  oldest: [/^\d{1,10}(\.\d{6})?$/, 'is no ts'],
  latest: [/^\d{1,10}(\.\d{6})?$/, 'is no ts'],
};

function own_forms(args) {
  return Object.entries(forms).flatMap(([name, [form, what]]) =>
    args[name] !== undefined && !form.test(args[name]) ? [`/${name}: ${what} (${String(args[name]).slice(0, 40)})`] : []);
}

const quiet = ({ unfurl_links, unfurl_media }) =>
  [[unfurl_links, 'unfurl_links'], [unfurl_media, 'unfurl_media']].flatMap(([is, name]) => (is === false ? [] : [`/${name}: is not false`]));
const parsed = (args) => ['parse', 'link_names'].flatMap((name) => (name in args ? [`/${name}: would read foreign text as mentions`] : []));
const name = ({ name: of }) => (/^(?=.*[a-z0-9])[a-z0-9_-]{1,80}$/.test(of) ? [] : [`/name: no name of a channel (${of})`]);
const short = (field) => (args) =>
  [...(args[field] ?? '')].length > TOPIC ? [`/${field}: ${[...args[field]].length}, at most ${TOPIC}`] : [];
const page = ({ limit }) => (limit === undefined ? ['/limit: a list is asked for in pages'] :
  Number(limit) > PAGE ? [`/limit: ${limit}, at most ${PAGE}`] : []);
const emoji = ({ name: of }) => (/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(of) ? [] : [`/name: no name of an emoji (${of})`]);
const message = (args) => [...limits.message('', args), ...parsed(args)];

const own = {
  'chat.postMessage': (args) => [...message(args), ...quiet(args)],
  'chat.update': message,
  'chat.postEphemeral': message,
  'chat.scheduleMessage': (args) => [...message(args), ...(args.metadata ? ['/metadata: with it the message is never posted'] : [])],
  'conversations.create': name,
  'conversations.rename': name,
  'conversations.setTopic': short('topic'),
  'conversations.setPurpose': short('purpose'),
  'conversations.invite': ({ users = '' }) =>
    users.split(',').length > USERS_INVITED ? [`/users: ${users.split(',').length}, at most ${USERS_INVITED}`] : [],
  'conversations.list': page,
  'conversations.history': page,
  'conversations.replies': page,
  'conversations.members': page,
  'users.list': page,
  'reactions.add': emoji,
  'reactions.remove': emoji,
};

const empty = (payload) => payload === undefined || (typeof payload === 'object' && payload !== null && !Object.keys(payload).length);

function api(check, { method, content_type, http, arguments: args = {} }) {
  const rule = methods[method];
  if (!rule) return [`${method}: not in tests/slack/methods.mjs`];
  const wrong = [...travelled(rule, { content_type, http, arguments: args }), ...secrets_and_nulls(args)];
  const { token: _, ...rest } = args; // said already
  const values = meant(rule, rest, wrong);
  if (method === 'chat.update' && empty(values.metadata)) delete values.metadata; // removes it, which the types do not know
  wrong.push(...check(method, values, rule.form), ...own_forms(values), ...(own[method]?.(values) ?? []));
  if (values.view) wrong.push(...limits.view('/view', values.view));
  return wrong;
}

// An acknowledgement, or the body of an HTTP answer; `about` is the command, or the kind of event or interaction.
function ack(check, { type, about, accepts_response_payload: accepts = true, payload }) {
  if (empty(payload)) return [];
  if (!accepts) return ['payload: this envelope accepts none'];
  const wrong = secrets_and_nulls(payload);
  if (type === 'slash_commands') return [...wrong, ...answer(check, payload)];
  if (about === 'block_suggestion') return [...wrong, ...check(about, payload), ...limits.tree('', payload)];
  if (about !== 'view_submission') return [...wrong, `payload: nothing may answer ${about ?? type}`];
  wrong.push(...check(about, payload));
  if (payload.view) wrong.push(...limits.view('/view', payload.view));
  for (const [block, text] of Object.entries(payload.errors ?? {})) if (!text) wrong.push(`/errors/${block}: an empty text`);
  return wrong;
}

function answer(check, args) {
  const shown = args.delete_original ? [] : message(args);
  return [...check('response_url', args), ...shown];
}
function response_url(check, { content_type, body }) {
  if (typeof body !== 'object' || body === null) return ['body: is no JSON'];
  const type = in_words(content_type).split(';')[0];
  return [...(type === 'application/json' ? [] : [`content type: ${content_type || 'none'}`]), ...secrets_and_nulls(body), ...answer(check, body)];
}
const upload = (check, { bytes }) => (bytes > 0 ? [] : ['bytes: an empty file']);

const kinds = { api, ack, response_url, upload };
// The violations of a line, and what it is called in the summary.
export function violations(check, line) {
  const of = kinds[line.kind];
  if (!of) return [`kind: ${line.kind}`];
  return [...new Set(of(check, line))];
}
export const called = (line) => line.method ?? (line.kind === 'ack' ? `ack of ${line.type === 'interactive' ? line.about : line.type}` : line.kind);
