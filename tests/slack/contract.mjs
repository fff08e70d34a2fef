// contract.mjs FILE-OR-FOLDER...: holds recorded requests (*.jsonl, a line each) against what Slack takes. The fake Slack
// writes them (TOCSIN_SLACK_RECORD names the folder); of a line only this is read:
//   {"kind":"api","method":"chat.postMessage","http":"POST","content_type":"application/json; charset=utf-8","arguments":{...}}
//   {"kind":"ack","type":"interactive","about":"view_submission","accepts_response_payload":true,"payload":{...}}
//   {"kind":"response_url","content_type":"application/json","body":{...}}
//   {"kind":"upload","bytes":12}
// Exit 1: something is violated, or there is nothing to look at. 77: the packages are not here.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { methods } from './methods.mjs';
import { called, violations } from './rules.mjs';
import { checker, packages } from './schemas.mjs';
import { needs } from './tools.mjs';

const places = process.argv.slice(2);
if (!places.length) {
  console.error('contract.mjs FILE-OR-FOLDER...');
  process.exit(2);
}
needs(...packages);

const recordings = (place) => (!existsSync(place) ? [] : !statSync(place).isDirectory() ? [place] :
  readdirSync(place, { recursive: true }).filter((name) => name.endsWith('.jsonl')).sort().map((name) => join(place, name)));
const files = places.flatMap(recordings);

const check = await checker();
const counts = new Map();
const seen = new Map(); // violation -> { where, times }
for (const file of files)
  readFileSync(file, 'utf8').split('\n').forEach((text, i) => {
    if (!text.trim()) return;
    let line = {}, wrong = ['is no JSON'];
    try {
      line = JSON.parse(text);
      wrong = violations(check, line);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw new Error(`${file}:${i + 1}: ${error.message}`, { cause: error });
    }
    counts.set(called(line), (counts.get(called(line)) ?? 0) + 1);
    for (const what of wrong) {
      const key = `${called(line)} ${what}`;
      const first = seen.get(key) ?? { where: `${file}:${i + 1}`, times: 0 };
      seen.set(key, { ...first, times: first.times + 1 });
    }
  });

const requests = [...counts.values()].reduce((a, b) => a + b, 0);
const used = [...counts.keys()].filter((name) => methods[name]);
for (const [name, n] of [...counts].sort()) console.log(`${String(n).padStart(7)}  ${name}`);
for (const [what, { where, times }] of seen) console.log(`VIOLATION ${what}${times > 1 ? `, ${times} times` : ''} (${where})`);
console.log(`${requests} requests in ${files.length} files, ${used.length} of ${Object.keys(methods).length} methods, ` +
  `${seen.size} violations`);
if (!requests) console.log('Nothing was recorded, so nothing is proved.');
process.exitCode = requests && !seen.size ? 0 : 1;
