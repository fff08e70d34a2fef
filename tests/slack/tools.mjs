// Packages of build/tools (tests/slack/package.json lists them, deploy/test_tools installs them), and the node beside them.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';

export const top = process.env.TOCSIN_SOURCE ?? join(dirname(fileURLToPath(import.meta.url)), '../..');
export const tools = process.env.TOCSIN_TOOLS ?? join(top, 'build/tools');
const NODE_MAJOR = 22;
const CANNOT_RUN = 77; // as tests/CMakeLists.txt has it

const manifest = (name, from) => JSON.parse(readFileSync(join(from, 'node_modules', name, 'package.json'), 'utf8'));
export const version = (name) => manifest(name, tools).version;

// import() looks beside the importing file only, and the packages are not there.
export function tool(name, from = tools) {
  const { exports = {}, main, module } = manifest(name, from);
  const way = (entry) => (!entry || typeof entry === 'string' ? entry : way(entry.import ?? entry.node ?? entry.default));
  const entry = way(exports['.'] ?? (exports.import || exports.default ? exports : null)) ?? module ?? main ?? 'index.js';
  return import(pathToFileURL(join(from, 'node_modules', name, entry)).href);
}

// Goes on in a node that is new enough; ends the process with 77 if there is none, or packages are missing.
export function needs(...names) {
  const missing = names.filter((name) => !existsSync(join(tools, 'node_modules', name, 'package.json')));
  const node = join(tools, 'bin/node');
  const old = Number(process.versions.node.split('.')[0]) < NODE_MAJOR;
  if (missing.length || (old && !existsSync(node))) {
    console.log(`not in build/tools, where deploy/test_tools would put it: ${[...missing, ...(old ? [`node ${NODE_MAJOR}`] : [])].join(', ')}`);
    process.exit(CANNOT_RUN);
  }
  if (old) process.exit(spawnSync(node, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1);
}
