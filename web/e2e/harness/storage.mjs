// Every area in which a page can store something, read by the browser's own interfaces.

/** Runs in the page: every area with what is in it, as text or as base64 of bytes. */
async function readAreas() {
  const found = [];
  const settled = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const put = (where, value) => {
    if (typeof value === "string") found.push({ where, text: value });
    else if (value instanceof ArrayBuffer) found.push({ where, base64: new Uint8Array(value).toBase64() });
    else if (ArrayBuffer.isView(value)) found.push({ where, base64: new Uint8Array(value.buffer).toBase64() });
    else if (value instanceof CryptoKey) found.push({ where, text: `a key that ${value.extractable ? "can" : "cannot"} be read` });
    else if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) put(`${where}.${name}`, inner);
    else found.push({ where, text: String(value) });
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const area = `IndexedDB ${name}/${store}`;
      put(`${area} keys`, await settled(database.transaction(store).objectStore(store).getAllKeys()));
      put(area, await settled(database.transaction(store).objectStore(store).getAll()));
    }
    database.close();
  }
  put("localStorage", JSON.stringify({ ...localStorage }));
  put("sessionStorage", JSON.stringify({ ...sessionStorage }));
  put("cookies", document.cookie);
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) put(`Cache Storage ${name} ${request.url}`, await (await cache.match(request)).arrayBuffer());
  }
  const walk = async (folder, path) => {
    for await (const [name, entry] of folder.entries()) {
      if (entry.kind === "directory") await walk(entry, `${path}/${name}`);
      else put(`private files ${path}/${name}`, await (await entry.getFile()).arrayBuffer());
    }
  };
  await walk(await navigator.storage.getDirectory(), "");
  return found;
}

/** Every storage area of the page's origin, as `{ where, bytes }`. */
export async function areas(page) {
  const found = await page.evaluate(readAreas);
  const cookies = (await page.context().cookies()).map((cookie) => ({ where: "the browser's cookies", text: JSON.stringify(cookie) }));
  return [...found, ...cookies].map(({ where, text, base64 }) => ({ where, bytes: base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64") }));
}

/** Puts a text into every area, to show that a look at each of them finds it there. */
export async function plant(page, text) {
  await page.evaluate(async (text) => {
    localStorage.setItem("planted", text);
    sessionStorage.setItem("planted", text);
    document.cookie = `planted=${text}; path=/`;
    await (await caches.open("planted")).put("/planted", new Response(text));
    const file = await (await navigator.storage.getDirectory()).getFileHandle("planted", { create: true });
    const stream = await file.createWritable();
    await stream.write(text);
    await stream.close();
    await new Promise((resolve, reject) => {
      const asked = indexedDB.open("planted", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("planted");
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const change = asked.result.transaction("planted", "readwrite");
        change.objectStore("planted").put({ deep: [new TextEncoder().encode(text)] }, "planted");
        change.oncomplete = () => { asked.result.close(); resolve(); };
      };
    });
  }, text);
}

/** The names of the areas that `plant` wrote to, as `areas` tells them. */
export const PLANTED = [/^localStorage/, /^sessionStorage/, /^cookies/, /^the browser's cookies/, /^Cache Storage/, /^private files/, /^IndexedDB planted/];
