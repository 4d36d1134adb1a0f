import type { Extension } from "@codemirror/state";
import type {
  App,
  CliHandler,
  Command,
  EditorSuggest,
  MarkdownPostProcessor,
  MarkdownPostProcessorContext,
  MarkdownView,
  ObsidianProtocolHandler,
  SettingTab,
  ViewCreator,
} from "obsidian";
import { MarkdownView as NoteView } from "./markdown-view";

/** What renders a fenced block of one language. */
export type CodeBlockHandler = (
  source: string,
  el: HTMLElement,
  context: MarkdownPostProcessorContext,
) => unknown;

/** What the app knows about its plugins: commands, views, file extensions, languages of fenced blocks. */
export class ShellServices {
  readonly commands = new Map<string, Command>();
  readonly views = new Map<string, ViewCreator>();
  /** View type by file extension; `md` is Obsidian's own. */
  readonly extensions = new Map<string, string>([
    ["md", "markdown"],
    ["svg", "image"],
  ]);
  readonly postProcessors: MarkdownPostProcessor[] = [];
  /** What links `obsidian://NAME?…` and Obsidian's own command line run. */
  readonly protocols = new Map<string, ObsidianProtocolHandler>();
  readonly cliHandlers = new Map<string, CliHandler>();
  /** The one app that plugins and views are given; leaves of the mocks hold another wrapping of it. */
  app: object | undefined;
  readonly settingTabs: SettingTab[] = [];
  /** What every editor is given, and who is asked at each key. */
  readonly editorExtensions: Extension[] = [];
  readonly editorSuggests: EditorSuggest<unknown>[] = [];
  readonly codeBlocks = new Map<string, CodeBlockHandler>();

  /** Gives the commands that apply now, as the palette lists them. */
  availableCommands(): readonly Command[] {
    return [...this.commands.values()].filter((command) => this.applies(command));
  }

  /** Runs a command by its full id; false where it is unknown or does not apply. */
  runCommand(id: string): boolean {
    const command = this.commands.get(id);
    if (command === undefined || !this.applies(command)) return false;
    command.checkCallback?.(false);
    void command.callback?.();
    const view = this.writing();
    if (view !== null) void command.editorCallback?.(view.editor, view);
    return true;
  }

  /** As in Obsidian, commands of an editor are hidden where no note is being written. */
  private applies(command: Command): boolean {
    if (command.editorCallback !== undefined && this.writing() === null) return false;
    return command.checkCallback?.(true) ?? true;
  }

  private writing(): MarkdownView | null {
    const type = NoteView as unknown as typeof MarkdownView;
    const view = (this.app as App).workspace.getActiveViewOfType(type);
    return view?.getMode() === "source" ? view : null;
  }
}

/** Gives the services of an app that `openShell` made, wherever only the app is at hand. */
export function servicesOf(app: object): ShellServices {
  const services: unknown = Reflect.get(app, "shellServices");
  if (services instanceof ShellServices) return services;
  throw new Error("this app was not made by the shell");
}
