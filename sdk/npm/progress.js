// What a call tells of itself before each round trip: one shape for every entry point. A class, because a class is what glue imports by its name.
export class Progress {
  static report(onProgress, roundTrips, origin, requests) {
    const asked = [typeof requests === 'string' ? JSON.parse(requests) : requests].flat();
    onProgress({ roundTrips, origin, methods: [...new Set(asked.map(({ method }) => method))] });
  }
}
