// The projects of the environments. One `npm ci` serves them all, since Node looks for tools in the folders above too.
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const LONGEST_MS = 120_000;
const run = promisify(execFile);
const consumers = dirname(dirname(fileURLToPath(import.meta.url)));

/** Lays one out afresh: its own files, what all of them run, and the package in its own `node_modules`. Gives its folder. */
export function project(name) {
  const folder = join(consumers, 'made', name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(consumers, name), folder, { recursive: true });
  for (const file of ['app.js', 'page.js']) cpSync(join(consumers, file), join(folder, file));
  cpSync(join(consumers, 'node_modules/@assay'), join(folder, 'node_modules/@assay'), { recursive: true });
  return folder;
}

/** Runs a program to its end, and gives what it printed. What it complains of is in the error where it fails. */
export const printed = async (program, words, folder) => (await run(program, words, { cwd: folder, timeout: LONGEST_MS })).stdout;

/** Runs a script of a project's package.json, which is what its user would type. */
export const script = (folder, name, ...more) => printed('npm', ['run', '--silent', name, ...(more.length > 0 ? ['--', ...more] : [])], folder);

/** The script of a program that a tool brings. */
export const tool = (name, program = name) => {
  const folder = join(consumers, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[program]);
};
