import { type Menu } from "obsidian-test-mocks/obsidian";

/** Puts a filled menu on the page, in Obsidian's sections; a click runs the item and closes the menu. */
export function showMenu(menu: Menu, position: { readonly x: number; readonly y: number }): void {
  document.querySelector(".menu")?.remove();
  const el = document.body.createDiv({ cls: "menu", attr: { role: "menu" } });
  el.setCssProps({ "--menu-x": `${String(position.x)}px`, "--menu-y": `${String(position.y)}px` });
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
}
