// The widget's other files, each loaded only with the very bytes that were published with this one.
//
// A module has its integrity by `<link rel="modulepreload" integrity>`: what does not match never enters the document's modules. A worker has no
// document, and no browser takes an integrity for a worker's own script: there the bytes are fetched and checked first, and then loaded from the
// browser's cache.

/** A file of the widget that is missing, or is not the published one. */
export class PartError extends Error {
  constructor(readonly file: string) {
    super(`${file} could not be loaded, or is not the file that was published with this widget`);
    this.name = 'PartError';
  }
}

/** Where a file of the widget is. */
export const partAddress = (file: string): URL => new URL(file, import.meta.url);

const integrityOf = (file: string): string => {
  const integrity = PARTS[file];
  if (integrity === undefined) throw new PartError(file);
  return integrity;
};

/** Fetches a file and checks it. */
export async function checkPart(file: string): Promise<void> {
  try {
    const answer = await fetch(partAddress(file), { integrity: integrityOf(file), credentials: 'omit' });
    await answer.arrayBuffer();
  } catch {
    throw new PartError(file);
  }
}

function preload(file: string): Promise<void> {
  const link = document.createElement('link');
  if (!link.relList.supports('modulepreload')) return checkPart(file);
  link.rel = 'modulepreload';
  link.crossOrigin = 'anonymous';
  link.integrity = integrityOf(file);
  link.href = partAddress(file).href;
  return new Promise<void>((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new PartError(file));
    document.head.append(link);
  }).finally(() => link.remove());
}

const loading = new Map<string, Promise<unknown>>();

/** Loads a module of the widget, once. After a failure it may be tried again. */
export function loadPart<Module>(file: string): Promise<Module> {
  let part = loading.get(file);
  if (part === undefined) {
    const checked = typeof document === 'undefined' ? checkPart(file) : preload(file);
    part = checked.then(() => import(partAddress(file).href)).catch((error: unknown) => {
      loading.delete(file);
      throw error instanceof PartError ? error : new PartError(file);
    });
    loading.set(file, part);
  }
  return part as Promise<Module>;
}
