// mrkdwn and rich text as HTML, the way Slack's clients show them (SLACK.md 5).
const ZONE = 'Europe/Amsterdam'; // of the reader: not UTC, so that a picture shows who converts times

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const html = (text) => String(text).replace(/[&<>"]/g, (c) => entities[c]);
const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const emojis = { white_check_mark: '✅', eyes: '👀', rotating_light: '🚨', red_circle: '🔴', large_orange_circle: '🟠',
  large_yellow_circle: '🟡', large_green_circle: '🟢', white_circle: '⚪', bell: '🔔', no_bell: '🔕', warning: '⚠️',
  memo: '📝', pushpin: '📌', lock: '🔒', hourglass: '⌛', question: '❓', thumbsup: '👍', '+1': '👍', x: '❌', link: '🔗' };

const part = (date, options) => new Intl.DateTimeFormat('en-US', { timeZone: ZONE, ...options }).format(date);
const days = (date) => part(date, { year: 'numeric', month: '2-digit', day: '2-digit' });
export function date(unix, format, now = Date.now()) {
  const at = new Date(unix * 1000);
  const near = { [days(now - 86_400_000)]: 'yesterday', [days(now)]: 'today', [days(now + 86_400_000)]: 'tomorrow' }[days(at)];
  const forms = {
    date_num: () => days(at).replace(/(\d+)\/(\d+)\/(\d+)/, '$3-$1-$2'),
    date: () => part(at, { month: 'long', day: 'numeric', year: 'numeric' }),
    date_short: () => part(at, { month: 'short', day: 'numeric', year: 'numeric' }),
    date_long: () => part(at, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }),
    time: () => part(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    time_secs: () => part(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  };
  return format.replace(/\{(\w+?)(_pretty)?\}/g, (all, name, pretty) => (pretty && near) || forms[name]?.() || all);
}

function token(inside, names) {
  const [what, ...rest] = inside.split('|');
  const label = rest.join('|');
  const mention = (text) => `<span class="mention">${html(text)}</span>`;
  if (/^@/.test(what)) return mention(`@${names[what.slice(1)] ?? (label || what.slice(1))}`);
  if (/^#/.test(what)) return mention(`#${names[what.slice(1)] ?? (label || what.slice(1))}`);
  if (/^!subteam\^/.test(what)) return mention(names[what.slice(9)] ?? (label || `@${what.slice(9)}`));
  if (/^!date\^/.test(what)) {
    const [, unix, format, link] = what.split('^');
    const shown = html(date(Number(unix), format));
    return link ? `<a>${shown}</a>` : `<span title="${html(label)}">${shown}</span>`;
  }
  if (/^!/.test(what)) return `<span class="mention loud">@${html(what.slice(1))}</span>`;
  return `<a>${html(unescaped(label || what.replace(/^mailto:/, '')))}</a>`;
}

// A sign formats if no white space stands inside of it; a zero-width space counts as such (SLACK.md 5).
// Pieces that must not be formatted again wait in `kept` under a private character.
const MARK = '\uE000';
export function mrkdwn(source, names = {}) {
  const kept = [];
  const keep = (done) => `${MARK}${kept.push(done) - 1}${MARK}`;
  let text = source.replace(/```\n?([\s\S]+?)\n?```/g, (_, code) => keep(`<pre>${html(unescaped(code))}</pre>`));
  text = text.replace(/`([^`\n]+)`/g, (_, code) => keep(`<code>${html(unescaped(code))}</code>`));
  text = text.replace(/<([^<>]+)>/g, (_, inside) => keep(token(inside, names)));
  text = text.replace(/:([a-z0-9_+-]+):/g, (all, name) => (emojis[name] ? keep(`<span class="emoji">${emojis[name]}</span>`) : all));
  text = html(unescaped(text));
  for (const [sign, tag] of [['\\*', 'b'], ['_', 'i'], ['~', 's']])
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}${sign}])${sign}(?![\\s\u200b])([^\\n${sign}]*[^\\s\u200b${sign}])${sign}(?![\\p{L}\\p{N}${sign}])`, 'gu'), `<${tag}>$1</${tag}>`);
  const lines = text.split('\n').map((line) => [line.startsWith('&gt;'), line.replace(/^&gt;\s?/, '')]);
  let out = '';
  lines.forEach(([quoted, line], i) => {
    const before = i ? lines[i - 1][0] : false;
    if (quoted && !before) out += '<blockquote>';
    else if (!quoted && before) out += '</blockquote>';
    else if (i) out += '<br>';
    out += line;
  });
  if (lines.at(-1)[0]) out += '</blockquote>';
  return out.replace(new RegExp(`${MARK}(\\d+)${MARK}`, 'g'), (_, n) => kept[n])
    .replace(/<\/pre><br>/g, '</pre>').replace(/<br><pre>/g, '<pre>');
}

export const plain = (text) => html(text.replace(/:([a-z0-9_+-]+):/g, (all, name) => emojis[name] ?? all)).replaceAll('\n', '<br>');
export const text = (object, names) => (object.type === 'mrkdwn' ? mrkdwn(object.text, names) : plain(object.text));

const styled = (inner, { bold, italic, strike, code } = {}) => [[code, 'code'], [strike, 's'], [italic, 'i'], [bold, 'b']]
  .reduce((out, [on, tag]) => (on ? `<${tag}>${out}</${tag}>` : out), inner);
const inline = {
  text: (e) => html(e.text).replaceAll('\n', '<br>'),
  link: (e) => `<a>${html(e.text ?? e.url)}</a>`,
  emoji: (e) => `<span class="emoji">${emojis[e.name] ?? `:${html(e.name)}:`}</span>`,
  user: (e, names) => token(`@${e.user_id}`, names),
  usergroup: (e, names) => token(`!subteam^${e.usergroup_id}`, names),
  channel: (e, names) => token(`#${e.channel_id}`, names),
  broadcast: (e) => token(`!${e.range}`),
  date: (e) => html(date(e.timestamp, e.format)),
};
const inlines = (elements, names) => elements.map((e) => styled(inline[e.type](e, names), e.style)).join('');
export function rich_text(elements, names) {
  return elements.map((e) => {
    if (e.type === 'rich_text_list') {
      const tag = e.style === 'ordered' ? 'ol' : 'ul';
      return `<${tag} style="margin-left:${(e.indent ?? 0) * 28}px">${e.elements.map((item) => `<li>${inlines(item.elements, names)}</li>`).join('')}</${tag}>`;
    }
    const tag = { rich_text_preformatted: 'pre', rich_text_quote: 'blockquote' }[e.type] ?? 'div';
    return `<${tag}>${inlines(e.elements, names)}</${tag}>`;
  }).join('');
}
