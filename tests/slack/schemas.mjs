// JSON Schemas of what Slack takes, made from the types that Slack ships with its own clients: arguments of the methods
// (@slack/web-api), blocks and views (@slack/types), answers to interactions (@slack/bolt). Made once per set of
// versions, kept in build/tools.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methods } from './methods.mjs';
import { tool, tools, version } from './tools.mjs';

export const packages = ['@slack/web-api', '@slack/types', '@slack/bolt', 'ts-json-schema-generator', 'typescript', 'ajv'];

const named = (method) => method.replaceAll('.', '_');
// A view of Tocsin's is no workflow step. Bolt's type of what is posted to a response_url asks for more than text.
const source = `
import type * as api from '@slack/web-api';
import type * as slack from '@slack/types';
import type * as bolt from '@slack/bolt';
import type { Manifest } from '@slack/web-api/dist/types/request/manifest';
${Object.entries(methods).map(([name, { type }]) => `export type ${named(name)} = NonNullable<api.${type}>;`).join('\n')}
export type view = slack.ModalView | slack.HomeView;
export type blocks = slack.KnownBlock[];
export type response_url = {
  text?: string; blocks?: slack.KnownBlock[]; thread_ts?: string; response_type?: 'in_channel' | 'ephemeral';
  replace_original?: boolean; delete_original?: boolean; unfurl_links?: boolean; unfurl_media?: boolean;
};
export type view_submission = bolt.ViewResponseAction;
export type block_suggestion = { options: slack.PlainTextOption[] } | { option_groups: { label: slack.PlainTextElement; options: slack.PlainTextOption[] }[] };
export type manifest = Manifest;
`;
const others = ['view', 'blocks', 'response_url', 'view_submission', 'block_suggestion', 'manifest'];

async function make(folder) {
  const { createGenerator } = await tool('ts-json-schema-generator');
  const path = join(folder, 'slack_shapes.ts');
  writeFileSync(path, source);
  const generator = createGenerator({
    path, skipTypeCheck: true, additionalProperties: false, expose: 'export', topRef: true, jsDoc: 'none', encodeRefs: false,
  });
  const definitions = {};
  for (const name of [...Object.keys(methods).map(named), ...others])
    for (const [shape, schema] of Object.entries(generator.createSchema(name).definitions)) {
      if (JSON.stringify(definitions[shape] ?? schema) !== JSON.stringify(schema)) throw new Error(`two shapes are called ${shape}`);
      definitions[shape] = schema;
    }
  // The types let through any block that has no field but its type, for kinds that they do not know yet.
  if (!definitions.Block) throw new Error('the types no longer have a shape called Block');
  definitions.Block = false;
  return definitions;
}

async function definitions() {
  const key = [source, ...packages.map((name) => `${name} ${version(name)}`)].join('\n');
  const file = join(tools, `slack_shapes.${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);
  if (!existsSync(file)) {
    mkdirSync(tools, { recursive: true });
    writeFileSync(file, JSON.stringify(await make(tools)));
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

// check(shape, value) gives ["/text: must be string", ...]; a shape is a method's name or one of `others`. `form`: texts
// stand for numbers and booleans, and are turned into them in `value`.
export async function checker() {
  const { default: Ajv } = await tool('ajv');
  const shapes = by_type(await definitions());
  const make = (coerceTypes) => new (Ajv.default ?? Ajv)({ strict: false, allErrors: true, verbose: true, coerceTypes })
    .addSchema({ $id: 'slack', definitions: shapes });
  const [plain, forms] = [make(false), make(true)];
  return (shape, value, form = false) => {
    const validate = (form ? forms : plain).getSchema(`slack#/definitions/${named(shape)}`);
    if (!validate) throw new Error(`no shape for ${shape}`);
    return validate(value) ? [] : worth_reading(validate.errors);
  };
}

// Unions of what has a `type` (or says what it does) become: it is one of these, and what is of that type looks so. The same values
// pass, but a problem is told where it is, not as "is none of these kinds".
function by_type(shapes) {
  const referred = (schema) => shapes[schema.$ref?.replace('#/definitions/', '')] ?? schema;
  const branches = (schema) => (referred(schema).anyOf ?? [schema]).flatMap((one) =>
    (referred(one).anyOf ? branches(one) : referred(one) === false ? [] : [one]));
  const types = ({ properties, required }, tag) =>
    (required?.includes(tag) && properties?.[tag] ? [properties[tag].const ?? properties[tag].enum ?? []].flat() : []);
  const reshaped = (schema) => {
    if (typeof schema !== 'object' || schema === null) return schema;
    const all = schema.anyOf ? branches(schema) : [];
    const tag = all.length && ['type', 'response_action'].find((name) => all.every((one) => types(referred(one), name).length));
    if (tag) {
      const kinds = [...new Set(all.flatMap((one) => types(referred(one), tag)))];
      const of = (kind) => all.filter((one) => types(referred(one), tag).includes(kind)).map((one) => (one.$ref ? one : reshaped(one)));
      const then = ([one, ...others]) => (others.length ? { anyOf: [one, ...others] } : one);
      return {
        type: 'object', required: [tag], properties: { [tag]: { enum: kinds } },
        allOf: kinds.map((kind) => ({ if: { required: [tag], properties: { [tag]: { const: kind } } }, then: then(of(kind)) })),
      };
    }
    if (Array.isArray(schema)) return schema.map(reshaped);
    return Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, reshaped(inner)]));
  };
  return Object.fromEntries(Object.entries(shapes).map(([name, schema]) => [name, reshaped(schema)]));
}

// A union that has no types fails in each of its branches: told is the one that fails least, or none if one fails only
// for what stands deeper in it.
function worth_reading(errors) {
  const branch = /^(.*?\/anyOf)\/(\d+)/;
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map((union) => ({ ...union, failed: new Map() }));
  const cost = (some) => some.reduce((sum, { keyword }) => sum + (keyword === 'additionalProperties' ? 10 : 1), 0);
  const told = [];
  for (const error of errors.filter(({ keyword }) => !['anyOf', 'if'].includes(keyword))) {
    const [, path, n] = branch.exec(error.schemaPath) ?? [];
    const around = unions.filter((union) => union.schemaPath === path && error.instancePath.startsWith(union.instancePath));
    const [union] = around.sort((a, b) => b.instancePath.length - a.instancePath.length);
    if (!union) told.push(error);
    else union.failed.set(n, [...(union.failed.get(n) ?? []), error]);
  }
  for (const { schema, failed } of unions)
    if (failed.size === schema.length) told.push(...[...failed.values()].reduce((a, b) => (cost(b) < cost(a) ? b : a)));
  return [...new Set((told.length ? told : errors).map(({ instancePath, message, params }) =>
    `${instancePath || '/'}: ${message}${Object.values(params).length ? ` (${Object.values(params).join(', ')})` : ''}`))];
}
