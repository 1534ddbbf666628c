import { app } from './app.js';

export default {
  async fetch(request) {
    return Response.json(await app(await request.json()));
  },
};
