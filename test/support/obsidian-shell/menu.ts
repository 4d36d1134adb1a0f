import { type Menu } from "obsidian-test-mocks/obsidian";

/**
 * Puts a filled menu into the active window, wholly inside it; a click runs the item and closes the menu. On a
 * phone the style sheet makes it a sheet at the lower edge.
 */
export function showMenu(menu: Menu, position: { readonly x: number; readonly y: number }): void {
  activeDocument.querySelector(".menu")?.remove();
  const el = createDiv({ cls: "menu", attr: { role: "menu" } });
  for (const item of menu.menuItems__) {
    const row = el.createDiv({
      cls: "menu-item",
      text: item.title__,
      attr: { role: "menuitem", tabindex: "0" },
    });
    row.addEventListener("click", (event) => {
      el.remove();
      item.onClick__?.(event);
    });
  }
  activeDocument.body.append(el);
  const { width, height } = el.getBoundingClientRect();
  const { innerWidth, innerHeight } = activeWindow;
  el.setCssProps({
    "--menu-x": `${String(Math.max(0, Math.min(position.x, innerWidth - width)))}px`,
    "--menu-y": `${String(Math.max(0, Math.min(position.y, innerHeight - height)))}px`,
  });
}
