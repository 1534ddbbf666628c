// What the keyboard leads to, as those find who have nothing else.
import assert from "node:assert/strict";

const MOST_STOPS = 60;

/** Role and name of what has the focus, as a screen reader would say it. */
export async function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element.getAttribute("aria-label") ?? [...(element.labels ?? [])].map((one) => one.textContent).join(" ");
    return (label || element.textContent || "").replace(/\s+/g, " ").trim();
  });
}

/** A new screen puts the focus in its place when it is drawn, which is after it can be found: a frame or two later. */
const drawn = (page) => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));

/** Tabs on, or back with another key, until something of this name has the focus. What cannot be reached is an error that lists the way. */
export async function tabTo(page, name, key = "Tab") {
  const way = [];
  await drawn(page);
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    const here = await focused(page);
    if (name.test(here)) return here;
    way.push(here);
  }
  throw new Error(`${name} is not reached by Tab: ${way.join(" · ")}`);
}

/** What has the focus shows it. */
export async function assertVisibleFocus(page) {
  const style = await page.evaluate(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
    const { boxShadow: parentShadow, outlineStyle: parentOutline } = getComputedStyle(document.activeElement.parentElement);
    return { outlineStyle, outlineWidth, boxShadow, parentShadow, parentOutline };
  });
  const own = style.outlineStyle !== "none" && style.outlineWidth !== "0px";
  assert.ok(own || style.boxShadow !== "none" || style.parentShadow !== "none" || style.parentOutline !== "none", `the focus is visible: ${JSON.stringify(style)}`);
}
