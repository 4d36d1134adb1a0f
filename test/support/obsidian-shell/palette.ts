import type { App, Command } from "obsidian";
import { FuzzySuggestModal } from "./modal";
import { servicesOf } from "./services";

/** The command palette: the commands that apply now, by name; Enter runs one. */
export class CommandPalette extends FuzzySuggestModal<Command> {
  private readonly services;

  constructor(app: App) {
    super(app);
    this.services = servicesOf(app);
    this.setPlaceholder("Select a command…");
  }

  getItems(): Command[] {
    return [...this.services.availableCommands()];
  }

  getItemText(command: Command): string {
    return command.name;
  }

  onChooseItem(command: Command): void {
    this.services.runCommand(command.id);
  }
}
