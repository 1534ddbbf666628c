// node compress.mjs <level> <file…>: writes file.br and file.gz beside each file, prints their sizes as JSON.
// Level 11 is for what is shipped and measured; lower ones are for a quick development build.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [level, ...files] = process.argv.slice(2);
const quality = Number(level);
if (!Number.isInteger(quality) || quality < 1 || quality > 11) throw new Error(`level must be 1 to 11, got ${level}`);
const sizes = files.map((file) => {
  const raw = readFileSync(file);
  const brotli = brotliCompressSync(raw, { params: {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  } });
  const gzip = gzipSync(raw, { level: Math.min(quality, 9) });
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzip);
  return { file, raw: raw.length, gzip: gzip.length, brotli: brotli.length };
});
console.log(JSON.stringify(sizes));
