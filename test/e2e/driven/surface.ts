import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Person } from "./person";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** What a finger hits: WCAG 2.5.5, and the guidelines of both phones' makers. */
const FINGER_PX = 44;

/** What is used of an answer of axe. */
interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/**
 * Demands of a surface of ours what holds everywhere: it is in the window the person looks at and in no other,
 * nothing of it lies beside the screen, a finger hits what is to be touched, and axe finds nothing. Keeps its picture.
 */
export async function expectGood(person: Person, part: string, name: string): Promise<void> {
  const { page, main } = person;
  await page.locator(part).first().waitFor();
  await person.keepScreen(name);
  if (page !== main) expect(await main.locator(part).count()).toBe(0);
  expect(await beside(page, part)).toEqual([]);
  if (person.surrounding.look.touch === true) expect(await tooSmall(page, part)).toEqual([]);
  expect(await violations(page, part)).toEqual([]);
}

/** The same of a dialog, which also holds the focus, shows itself whole, and goes away by Escape when told to. */
export async function expectGoodDialog(person: Person, name: string): Promise<void> {
  const { page } = person;
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await expectGood(person, ".modal", name);
  expect(await dialog.evaluate((el) => el.contains(el.ownerDocument.activeElement))).toBe(true);
  const cut = await dialog.evaluate((el) => {
    const { top, bottom } = el.getBoundingClientRect();
    return { above: Math.max(0, -top), below: Math.max(0, bottom - window.innerHeight) };
  });
  expect(cut).toEqual({ above: 0, below: 0 });
  // Where nothing was chosen in it yet, its beginning is seen.
  const isFresh = await dialog.evaluate((el) => el.ownerDocument.activeElement?.matches(".modal-content"));
  if (isFresh === true) expect(await dialog.evaluate((el) => el.scrollTop)).toBe(0);
}

/** Goes back, as Escape and a phone's back button do, and demands that the dialog is gone. */
export async function leaveDialog({ page }: Person): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Gives what of a part lies beside the window, where nothing lets a person scroll there. */
async function beside(page: Page, part: string): Promise<readonly string[]> {
  return page.evaluate((selector) => {
    const found: string[] = [];
    const isScrolled = (el: Element): boolean => {
      for (let at = el.parentElement; at !== null; at = at.parentElement)
        if (/auto|scroll|hidden|clip/u.test(getComputedStyle(at).overflowX)) return true;
      return false;
    };
    for (const root of document.querySelectorAll(selector))
      for (const el of [root, ...root.querySelectorAll("*")]) {
        const { left, right, width } = el.getBoundingClientRect();
        if (width === 0 || (left >= -1 && right <= window.innerWidth + 1)) continue;
        if (!isScrolled(el)) found.push(`${el.tagName}.${el.getAttribute("class") ?? ""}`);
      }
    const overflow = document.documentElement.scrollWidth - window.innerWidth;
    return overflow > 0 ? [...found, `the page scrolls ${String(overflow)} px sideways`] : found;
  }, part);
}

/** Gives what is to be touched and smaller than a finger. An arrow of a picture is as far from the next as its drawing has it. */
async function tooSmall(page: Page, part: string): Promise<readonly string[]> {
  return page.evaluate(
    ([selector, least]) => {
      const touched = ":is(button:not(.modal-close-button), input, select, summary, [role=option])";
      const found: string[] = [];
      for (const el of document.querySelectorAll<HTMLElement>(`:is(${selector}) ${touched}`)) {
        const { width, height } = el.getBoundingClientRect();
        if (width > 0 && (width < least || height < least))
          found.push(`${el.tagName} ${el.innerText.slice(0, 30)} ${String(width)} x ${String(height)}`);
      }
      return found;
    },
    [part, FINGER_PX] as const,
  );
}

/** Gives what axe finds in our part of the page, a line for each rule and place. */
async function violations(page: Page, part: string): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: axePath });
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: { run: (part: string) => Promise<AxeResult> } };
    const result = await axe.run(selector);
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`),
    );
  }, part);
}
