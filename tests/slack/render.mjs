// render.mjs FILE.json OUT.png [--width 375] [--dark]: what a message, modal or Home tab looks like in Slack (blockkit.mjs
// says what the file may hold). Exit 1: text has too little contrast, does not fit, lies on other text, or a block is of a
// kind that is not known.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '../browser/chromium.mjs';
import { page as body } from './blockkit.mjs';
import { top } from './tools.mjs';

const CONTRAST = 4.5; // WCAG AA for text of this size
const css = readFileSync(join(top, 'tests/slack/slack.css'), 'utf8');

// Runs in the page: complaints about the text as it lies there.
function look(least) {
  const problems = [];
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (walker.currentNode.data.trim()) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      texts.push({ node: walker.currentNode.parentElement, words: walker.currentNode.data.trim().slice(0, 40), boxes: [...range.getClientRects()] });
    }
  const color = (css) => css.match(/[\d.]+/g).map(Number);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const [r, g, b, a = 1] = color(getComputedStyle(at).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  for (const { node, words, boxes } of texts) {
    const [a, b] = [light(color(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < least) problems.push(`contrast ${contrast.toFixed(2)}: ${words}`);
    if (boxes.some((box) => box.right > innerWidth + 0.5)) problems.push(`does not fit: ${words}`);
    if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflow === 'hidden') problems.push(`is cut: ${words}`);
  }
  // Boxes of one line touch; only what lies clearly inside another is a fault.
  for (let i = 0; i < texts.length; i++)
    for (let j = i + 1; j < texts.length; j++)
      for (const a of texts[i].boxes)
        for (const b of texts[j].boxes)
          if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5)
            problems.push(`lies on each other: ${texts[i].words} / ${texts[j].words}`);
  for (const node of document.querySelectorAll('.unknown')) problems.push(`not known here: ${node.textContent}`);
  return [...new Set(problems)];
}

export const start = () => chromium.launch({ args: ['--no-sandbox', '--hide-scrollbars'], executablePath: process.env.CHROMIUM || 'chromium' });

// Writes the picture; returns what is wrong with it.
export async function render(browser, input, out, { width = 1000, dark = false } = {}) {
  const html = `<!doctype html><html lang="en" class="${dark ? 'dark' : ''}"><meta charset="utf-8"><style>${css}</style><body>${body(input)}</body></html>`;
  const context = await browser.newContext({ viewport: { width, height: 100 } });
  const page = await context.newPage();
  await page.evaluate((text) => { document.open(); document.write(text); document.close(); }, html);
  const height = await page.evaluate(() => Math.ceil(document.documentElement.getBoundingClientRect().height));
  await page.call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 2, mobile: false });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const problems = await page.evaluate(look, CONTRAST);
  await page.screenshot({ path: out });
  await context.close();
  return problems;
}

async function main() {
  const { values, positionals: [file, out] } = parseArgs({ allowPositionals: true, options: {
    width: { type: 'string', default: '1000' }, dark: { type: 'boolean', default: false } } });
  if (!out) {
    console.error('render.mjs FILE.json OUT.png [--width 375] [--dark]');
    return 2;
  }
  const browser = await start();
  try {
    const problems = await render(browser, JSON.parse(readFileSync(file, 'utf8')), out, { width: Number(values.width), dark: values.dark });
    for (const problem of problems) console.log(`${file}: ${problem}`);
    return problems.length ? 1 : 0;
  } finally {
    await browser.close();
  }
}
if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
