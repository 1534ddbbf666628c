// A small dialog of the page's own, for what a browser allows only by a click: opening the wallet's window, and leaving for the wallet.
// In a shadow root and styled by a constructed sheet, so that neither the site's styles nor a strict content security policy meets it.

export interface Action {
  readonly label: string;
  /** A link in the place of a button. */
  readonly href?: string;
  act(): void;
}

export interface Prompt {
  close(): void;
}

const STYLE = `
:host { all: initial }
dialog {
  --ink: #1d1a15; --soft: #4a443a; --surface: #fcfaf5; --line: #857b6a; --accent: #19665a; --on: #fdfbf6;
  box-sizing: border-box; width: min(24rem, 100vw - 2rem); padding: 1.5rem; border: 1px solid var(--line); border-radius: .75rem;
  background: var(--surface); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; box-shadow: 0 8px 28px #140f0529;
}
dialog::backdrop { background: #1d1a1573 }
h2 { margin: 0; font-size: 1.125rem }
p { margin: .5rem 0 1.25rem; color: var(--soft) }
a, button {
  box-sizing: border-box; display: block; width: 100%; min-height: 2.75rem; margin-top: .5rem; padding: .625rem 1rem; border: 1px solid var(--line);
  border-radius: .5rem; background: none; color: var(--ink); font: inherit; text-align: center; text-decoration: none; cursor: pointer;
}
.first { border-color: var(--accent); background: var(--accent); color: var(--on) }
:focus-visible { outline: 2px solid #0f5fa8; outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  dialog { --ink: #f0eadd; --soft: #c6bfb1; --surface: #1a2025; --line: #77828c; --accent: #74c7b2; --on: #0d1b18 }
  :focus-visible { outline-color: #8fc7ff }
}`;

/** Shows it, in front of everything. `cancel` is called by its last button and by Escape. */
export const prompt = (title: string, text: string, actions: readonly Action[], cancel: () => void): Prompt => {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const element = <Name extends keyof HTMLElementTagNameMap>(name: Name, words: string) =>
    Object.assign(document.createElement(name), { textContent: words });
  const [dialog, heading, body] = [element('dialog', ''), element('h2', title), element('p', text)];
  [dialog.lang, dialog.dir, heading.id, body.id] = ['en', 'ltr', 'title', 'text'];
  dialog.setAttribute('aria-labelledby', heading.id);
  dialog.setAttribute('aria-describedby', body.id);

  const buttons = [...actions, { label: 'Cancel', act: cancel }].map(({ label, href, act }: Action, index) => {
    const button = element(href === undefined ? 'button' : 'a', label) as HTMLButtonElement | HTMLAnchorElement;
    // The wallet believes the site that it is led from, and is told its origin alone.
    if (button instanceof HTMLAnchorElement) Object.assign(button, { href, referrerPolicy: 'origin' });
    if (index === 0) button.className = 'first';
    button.addEventListener('click', act);
    return button;
  });
  dialog.append(heading, body, ...buttons);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    cancel();
  });
  root.append(dialog);
  document.documentElement.append(host);
  dialog.showModal();
  return {
    close() {
      dialog.close(); // gives the focus back
      host.remove();
    },
  };
};
