// Time as the wallet reads it, in the page and in its workers, moved forward without waiting.

/** Runs in a page or a worker: from now on its clocks are ahead by so many milliseconds. */
function moveClock(ahead) {
  const now = (globalThis.plainNow ??= Date.now);
  const Plain = (globalThis.PlainDate ??= Date);
  globalThis.aheadBy = ahead;
  Plain.now = () => now() + globalThis.aheadBy;
  globalThis.Date = class extends Plain {
    constructor(...given) {
      super(...(given.length === 0 ? [Plain.now()] : given));
    }
  };
  const steady = (globalThis.plainSteady ??= performance.now.bind(performance));
  performance.now = () => steady() + globalThis.aheadBy;
}

/** Moves the clocks of a page and its workers, now and after reloads. */
export class Clock {
  ahead = 0;

  constructor(page) {
    this.page = page;
    page.on("worker", (worker) => this.ahead > 0 && worker.evaluate(moveClock, this.ahead).catch(() => {})); // it may have gone
  }

  async advance(ms) {
    this.ahead += ms;
    await this.page.addInitScript(moveClock, this.ahead);
    await this.page.evaluate(moveClock, this.ahead);
    await Promise.all(this.page.workers().map((worker) => worker.evaluate(moveClock, this.ahead)));
  }
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const DAY = 1_440 * MINUTE;
