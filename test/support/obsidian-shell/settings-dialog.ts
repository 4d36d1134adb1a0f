import type {
  App,
  Plugin,
  SettingControl,
  SettingDefinitionItem,
  SettingTab as ObsidianSettingTab,
} from "obsidian";
import { Modal } from "./modal";

/** A plugin's page of settings: Obsidian builds it from the definitions, searches and stores for itself. */
export class PluginSettingTab implements ObsidianSettingTab {
  readonly app: App;
  icon = "";
  containerEl = createDiv("vertical-tab-content");
  settingItems: SettingDefinitionItem[] = [];
  readonly plugin: Plugin;

  constructor(app: App, plugin: Plugin) {
    this.app = app;
    this.plugin = plugin;
  }

  getSettingDefinitions(): SettingDefinitionItem[] {
    return [];
  }

  getControlValue(key: string): unknown {
    const settings: unknown = Reflect.get(this.plugin, "settings");
    return typeof settings === "object" && settings !== null ? Reflect.get(settings, key) : undefined;
  }

  setControlValue(key: string, value: unknown): void | Promise<void> {
    const settings: unknown = Reflect.get(this.plugin, "settings");
    if (typeof settings === "object" && settings !== null) Reflect.set(settings, key, value);
    return this.plugin.saveData(settings);
  }

  update(): void {
    this.settingItems = this.getSettingDefinitions();
  }

  refreshDomState(): void {
    this.build();
  }

  display(): void {
    // Until 1.13 a plugin built its page here; none of ours does.
  }

  /** As Obsidian builds the page. */
  build(): void {
    this.containerEl.empty();
    this.update();
    for (const item of this.settingItems) this.showItem(item);
  }

  hide(): void {
    this.containerEl.remove();
  }

  private showItem(item: SettingDefinitionItem): void {
    if ("type" in item) {
      if ("heading" in item) this.containerEl.createEl("h3", { text: item.heading ?? "" });
      for (const inner of "items" in item ? (item.items ?? []) : []) this.showItem(inner);
      return;
    }
    const row = this.containerEl.createDiv("setting-item");
    const info = row.createDiv("setting-item-info");
    info.createDiv({ cls: "setting-item-name", text: item.name });
    if (typeof item.desc === "string") info.createDiv({ cls: "setting-item-description", text: item.desc });
    if ("control" in item) this.showControl(row, item.name, item.control);
  }

  private showControl(row: HTMLElement, name: string, control: SettingControl): void {
    const value = this.getControlValue(control.key);
    if (control.type === "dropdown") {
      const select = row.createEl("select", { cls: "dropdown", attr: { "aria-label": name } });
      for (const [word, text] of Object.entries(control.options))
        select.createEl("option", { value: word, text });
      select.value = typeof value === "string" ? value : "";
      select.addEventListener("change", () => void this.setControlValue(control.key, select.value));
      return;
    }
    const input = row.createEl("input", {
      type: control.type === "toggle" ? "checkbox" : "text",
      attr: { "aria-label": name },
    });
    if (control.type === "toggle") input.checked = value === true;
    else input.value = typeof value === "string" ? value : "";
    input.addEventListener("change", () => {
      void this.setControlValue(control.key, control.type === "toggle" ? input.checked : input.value);
    });
  }
}

/** Obsidian's settings, opened at the page of one plugin. */
export class SettingsDialog extends Modal {
  private readonly tab: PluginSettingTab;

  constructor(app: App, tab: PluginSettingTab) {
    super(app);
    this.tab = tab;
  }

  override onOpen(): void {
    this.setTitle("Settings");
    this.tab.build();
    this.contentEl.append(this.tab.containerEl);
  }
}
