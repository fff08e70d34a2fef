// Pictures of what Slack is shown, phone and desktop, light and dark: tests/golden/slack_*.json and a sample with
// everything that render.mjs knows. Fails if words cannot be read, do not fit or lie on each other.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { page } from './blockkit.mjs';
import { date, mrkdwn } from './mrkdwn.mjs';
import { render, start } from './render.mjs';
import { top } from './tools.mjs';

// Text first: it needs no browser.
const names = { U1: 'jonas', C1: 'ops', S1: '@dba' };
for (const [text, shown] of [
  ['*b* _i_ ~s~ a*b*c 3 * 4 * 5', '<b>b</b> <i>i</i> <s>s</s> a*b*c 3 * 4 * 5'],
  ['*\u200bfail\u200b*', '*\u200bfail\u200b*'],
  ['`a *b* &lt;c&gt;`', '<code>a *b* &lt;c&gt;</code>'],
  ['a &amp; b &lt;i&gt;', 'a &amp; b &lt;i&gt;'],
  ['```x\n*y*```\nz', '<pre>x\n*y*</pre>z'],
  ['a\n&gt; b\n&gt;c\nd', 'a<blockquote>b<br>c</blockquote>d'],
  ['<@U1> <#C1> <!subteam^S1>', '<span class="mention">@jonas</span> <span class="mention">#ops</span> <span class="mention">@dba</span>'],
  ['<https://x.org?a=1&amp;b=2|a &amp; b>', '<a>a &amp; b</a>'],
  ['<!date^1764427200^{date_short} {time}|fallback>', '<span title="fallback">Nov 29, 2025 15:40</span>'],
  [':eyes: :nothing:', '<span class="emoji">👀</span> :nothing:'],
]) assert.equal(mrkdwn(text, names), shown);
assert.equal(date(1764427200, '{date_num} {time_secs}'), '2025-11-29 15:40:00');
assert.equal(date(1764427200, '{date_pretty}', 1764430000_000), 'today');
assert.throws(() => page({ nothing: 1 }), /neither blocks/);

const browser = process.env.CHROMIUM ||= '/usr/bin/chromium';
if (!existsSync(browser)) {
  console.log(`${browser} is not here`);
  process.exit(77);
}
const plain = (text) => ({ type: 'plain_text', text });
const words = (text) => ({ type: 'mrkdwn', text });
const button = (text, style) => ({ type: 'button', action_id: text, text: plain(text), style });
const options = [{ text: plain('sev1'), value: '1', description: plain('Nearly all users hurt') }, { text: plain('sev2'), value: '2' }];
const input = (label, element, more) => ({ type: 'input', label: plain(label), element: { action_id: 'v', ...element }, ...more });
const samples = {
  sample_message: { names, show: [
    { person: 'olena', text: 'checkout answers 500, see `gateway-3` and <https://x.org|the graph>' },
    { text: 'x', more: ['The rest, *part 2*.'], blocks: [
      { type: 'header', text: plain('SEV2 INC-12 Card payments fail') },
      { type: 'section', text: words('State: *investigating* (cause not known)\nCommander: <@U1>. Comms: *NOBODY*\n&gt; EU only\n```rollout undo```'),
        accessory: button('Timeline') },
      { type: 'section', fields: [words('*Open*\n1 question'), words('*Paged*\npaula')] }, { type: 'divider' },
      { type: 'actions', elements: [button('Acknowledge INC-12', 'primary'), button('Update customers'), button('Resolve INC-12', 'danger'),
        { type: 'static_select', action_id: 's', placeholder: plain('Severity'), options }] },
      { type: 'context', elements: [words('Changed 02:24 UTC'), words('<https://x.org|Room>')] },
      { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }] }] },
    ] },
    { ephemeral: true, text: 'N7 noted. Not right? `/incident correct N7 TEXT`' }] },
  sample_modal: { type: 'modal', title: plain('Declare an incident'), submit: plain('Declare'), blocks: [
    input('What is wrong?', { type: 'plain_text_input', placeholder: plain('Card payments fail') }, { hint: plain('As users see it.') }),
    input('How bad?', { type: 'radio_buttons', options, initial_option: options[1] }),
    input('Service', { type: 'static_select', placeholder: plain('Choose'), options }, { optional: true }),
    input('More', { type: 'plain_text_input', multiline: true, initial_value: 'errors\nEU only' }),
    input('Who may know', { type: 'checkboxes', options: [{ text: words('*Private*: members only'), value: 'p' }] })] },
  sample_home: { type: 'home', blocks: [{ type: 'section', text: words('INC-12 sev2: Card payments fail. <#C1>'), accessory: button('Update') }] },
};
const files = Object.entries(samples).map(([name, sample]) => {
  writeFileSync(`${name}.json`, JSON.stringify(sample));
  return `${name}.json`;
});
const golden = join(top, 'tests/golden');
files.push(...readdirSync(golden).filter((name) => /^slack_.*\.json$/.test(name)).map((name) => join(golden, name)));

let pictures = 0;
const tab = await start();
try {
  for (const file of files)
    for (const width of [375, 1000])
      for (const dark of [false, true]) {
        const picture = `${basename(file, '.json')}-${width}${dark ? '-dark' : ''}.png`;
        assert.deepEqual(await render(tab, JSON.parse(readFileSync(file, 'utf8')), picture, { width, dark }), [], picture);
        assert.equal(readFileSync(picture).readUInt32BE(16), 2 * width, `${picture} is as wide as was asked`);
        pictures += 1;
      }
} finally {
  await tab.close();
}

// What cannot be read is seen, and told with an exit code.
writeFileSync('bad.json', JSON.stringify({ blocks: [{ type: 'section', text: words('a') }, { type: 'heading', text: plain('b') },
  { type: 'actions', elements: [button(`Acknowledge ${'x'.repeat(60)}`)] }] }));
const bad = spawnSync(process.execPath, [join(top, 'tests/slack/render.mjs'), 'bad.json', 'bad.png', '--width', '375'],
  { encoding: 'utf8', env: { ...process.env, CHROMIUM: browser } });
assert.equal(bad.status, 1, bad.stderr);
assert.match(bad.stdout, /not known here: heading/);
assert.match(bad.stdout, /is cut: Acknowledge/);
console.log(`${pictures} pictures of ${files.length} files`);
