// Which language an element speaks.

export type Language = 'en' | 'de';

/** The words' language, and the whole tag for numbers and dates. */
export interface Spoken {
  readonly language: Language;
  readonly locale: string;
}

/** What the nearest `lang` says: of the element, of what is around it, of the page. A language without texts is spoken in English, numbers and all. */
export function spoken(element: Element): Spoken {
  const said = element.closest('[lang]')?.getAttribute('lang')?.trim() ?? '';
  const known = said.split('-')[0]?.toLowerCase() === 'de' ? 'de' : 'en';
  const locale = said.toLowerCase().startsWith(known) && isLocale(said) ? said : known;
  return { language: known, locale };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
