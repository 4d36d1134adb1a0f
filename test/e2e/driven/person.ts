import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { ShellPageHandle } from "../../support/obsidian-shell/browser";
import type { Surrounding } from "./surroundings";

const screens = new URL("../../../.cache/screens/", import.meta.url);

/** Somebody who uses the plugin: where they look, and with what they touch it. */
export class Person {
  readonly surrounding: Surrounding;
  /** The page that holds the stand-in: `window.shell`. */
  readonly main: Page;
  /** The window the person looks at and types in; the same, but for a window of its own. */
  readonly page: Page;
  readonly handle: ShellPageHandle;

  private constructor(surrounding: Surrounding, handle: ShellPageHandle, page: Page) {
    this.surrounding = surrounding;
    this.handle = handle;
    this.main = handle.page;
    this.page = page;
  }

  /** Sits down before a page with the plugin; takes the tab into a window of its own where the surrounding says so. */
  static async at(surrounding: Surrounding, handle: ShellPageHandle, complaints: string[]): Promise<Person> {
    if (surrounding.ownWindow !== true) return new Person(surrounding, handle, handle.page);
    const [popup] = await Promise.all([
      handle.page.waitForEvent("popup"),
      handle.page.evaluate(() => {
        window.shell.popOut();
      }),
    ]);
    const { width = 900, height = 700 } = surrounding.look;
    await popup.setViewportSize({ width, height });
    popup.on("pageerror", ({ message }) => complaints.push(message));
    return new Person(surrounding, handle, popup);
  }

  /** Opens a file in the active tab. */
  async open(path: string): Promise<void> {
    await this.main.evaluate(async (wanted) => {
      await window.shell.open(wanted);
    }, path);
  }

  /** Opens a note to write in it, with the cursor in a line, counted from 0. */
  async edit(path: string, line = 0): Promise<void> {
    await this.main.evaluate(
      async ([wanted, at]) => {
        (await window.shell.edit(wanted)).setCursor({ line: at, ch: 0 });
      },
      [path, line] as const,
    );
  }

  /** A finger on a phone, the mouse elsewhere. */
  async press(what: Locator): Promise<void> {
    if (this.surrounding.look.touch === true) await what.tap();
    else await what.click();
  }

  /** Runs a command: the palette, its name, Enter. */
  async palette(name: string): Promise<void> {
    await this.main.evaluate(() => {
      window.shell.openPalette();
    });
    await this.page.keyboard.type(name);
    await this.page.keyboard.press("Enter");
  }

  /** Chooses from the menu of the open file. */
  async fileMenu(title: string): Promise<void> {
    await this.press(this.page.getByRole("button", { name: "More options" }));
    await this.press(this.page.getByRole("menuitem", { name: title, exact: true }));
  }

  /** Chooses from the menu of the editor: the other button of the mouse, or a long press. */
  async editorMenu(title: string): Promise<void> {
    const text = this.page.locator(".cm-content");
    if (this.surrounding.look.touch === true) await text.dispatchEvent("contextmenu");
    else await this.page.locator(".cm-line").first().click({ button: "right" });
    await this.press(this.page.getByRole("menuitem", { name: title, exact: true }));
  }

  /** Does something, and gives the notice that says how it went: it is in the window the person looks at. */
  async told(work: () => Promise<void>): Promise<string> {
    await this.page.evaluate(() => document.querySelector(".notice-container")?.replaceChildren());
    await work();
    // Not the one that says what is going on: a busy machine shows it, too.
    const isBusy = this.page.getByRole("button", { name: "Cancel" });
    const notice = this.page.locator(".notice-message").filter({ hasNot: isBusy }).last();
    await notice.waitFor();
    if (this.page !== this.main) expect(await this.main.locator(".notice").count()).toBe(0);
    return notice.innerText();
  }

  /** Waits until a file is in the vault, and gives its text. */
  async textOf(path: string): Promise<string> {
    await this.main.waitForFunction((wanted) => window.shell.vault.getFileByPath(wanted) !== null, path);
    return this.main.evaluate((wanted) => window.shell.read(wanted), path);
  }

  /** Waits until a file is the active one. */
  async seesFile(path: string): Promise<void> {
    await this.main.waitForFunction(
      (wanted) => window.shell.app.workspace.getActiveFile()?.path === wanted,
      path,
    );
    const name = path.replace(/^.*\/|\.\w+$/gu, "");
    await this.page.locator(".view-header-title", { hasText: name }).waitFor();
  }

  /** Changes a note behind the person's back, as another device does. */
  async change(path: string, from: string, to: string): Promise<void> {
    await this.main.evaluate(
      async ([wanted, before, after]) => {
        await window.shell.vault.process(window.shell.file(wanted), (text) => text.replace(before, after));
      },
      [path, from, to] as const,
    );
  }

  /** Keeps a picture of what the person sees, for people: .cache/screens/NAME/SURROUNDING.png. */
  async keepScreen(name: string): Promise<void> {
    const file = `${name}/${this.surrounding.name.replace(/\W+/gu, "-")}.png`;
    await this.page.screenshot({ path: fileURLToPath(new URL(file, screens)), animations: "disabled" });
  }
}
