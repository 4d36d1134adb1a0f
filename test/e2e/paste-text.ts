import type { Page } from "playwright-core";

/** Pastes a text into the editor of a page, as its keys would with that text in the clipboard. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((given) => {
    const data = new DataTransfer();
    data.setData("text/plain", given);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(".cm-content")?.dispatchEvent(event);
  }, text);
}
