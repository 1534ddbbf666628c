import { app } from './app.js';

console.log(JSON.stringify(await app(JSON.parse(Deno.args[0]))));
