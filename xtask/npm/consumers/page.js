// In a page: what to ask comes from beside it, and the answer is told on the console.
import { app } from './app.js';

const question = await (await fetch('question.json')).json();
console.info(JSON.stringify(await app(question)));
