import { type App, debounce, Modal, type TFile } from "obsidian";
import { describeDiagnostic } from "../../base/format-diagnostic";
import type { BlockSvg } from "../../worker/protocol";
import { progressIn, startShown } from "../busy-notice";
import { ConversationTable } from "../capture/conversation-table";
import { engineOf } from "../engine/engine";
import { nameDialog } from "../name-dialog";
import { capitalised, explainFailure } from "../refusal";
import { showSvg } from "../show-svg";
import { findLinked } from "../vault-paths";
import { EndpointFields } from "./endpoint-fields";
import type { NoteDraft } from "./note-draft";
import { PreviewFields } from "./preview-fields";

/** Pause after a key before the picture is drawn again. */
const PAUSE_MS = 150;
/** Above this Excalidraw gets slow; the person decides. */
const MANY_MESSAGES = 500;

/** What is previewed, and what happens when the person says yes. */
export interface Preview {
  readonly draft: NoteDraft;
  /** The capture whose conversations are to choose from; undefined for an event list. */
  readonly capture: TFile | undefined;
  readonly title: string;
  readonly confirm: (draft: NoteDraft) => Promise<void>;
}

/** One dialog before a ladder is drawn: conversation, names, filter, looks, and the picture as it will be. Enter does it. */
export class PreviewModal extends Modal {
  readonly #preview: Preview;
  readonly #closing = new AbortController();
  readonly #redraw = debounce(() => void this.#draw(), PAUSE_MS, true);
  #drawing = new AbortController();
  #fields: PreviewFields | undefined;
  #endpoints: EndpointFields | undefined;
  #picture: HTMLElement | undefined;
  #counts: HTMLElement | undefined;
  #drawButton: HTMLButtonElement | undefined;

  constructor(app: App, preview: Preview) {
    super(app);
    this.#preview = preview;
  }

  override onOpen(): void {
    const { draft, capture, title } = this.#preview;
    this.modalEl.addClass("packet-ladder-preview");
    nameDialog(this, title);
    const columns = this.contentEl.createDiv("packet-ladder-preview-columns");
    const form = columns.createDiv("packet-ladder-preview-form");
    if (capture !== undefined) void this.#showConversations(form.createDiv(), capture);
    const onChange = (): void => {
      // What was wrong may be right now: whoever is faster than the picture is believed.
      this.#allowDrawing(true);
      this.#redraw();
    };
    this.#endpoints = new EndpointFields(form, draft, onChange);
    this.#fields = new PreviewFields(form, draft, onChange);
    const side = columns.createDiv("packet-ladder-preview-side");
    this.#counts = side.createDiv({ cls: "packet-ladder-muted", attr: { role: "status" }, text: "Reading…" });
    this.#picture = side.createDiv({
      cls: "packet-ladder-preview-picture",
      attr: { tabindex: "0", role: "region", "aria-label": "Preview" },
    });
    this.#addButtons();
    this.modalEl.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    void this.#draw();
  }

  override onClose(): void {
    this.#redraw.cancel();
    this.#closing.abort();
    this.#drawing.abort();
    this.contentEl.empty();
  }

  async #showConversations(into: HTMLElement, capture: TFile): Promise<void> {
    try {
      const engine = engineOf(this.app);
      const errand = { find: () => capture, signal: this.#closing.signal };
      const target = capture.path;
      const { conversations } = await engine.ask("summarizeCapture", { target }, errand);
      if (conversations < 2) return;
      const table = new ConversationTable(into, {
        count: conversations,
        select: async (query, order) =>
          (await engine.ask("selectConversations", { target, query, order }, errand)).numbers,
        list: (numbers) => engine.ask("listConversations", { target, numbers }, errand),
        choose: ({ number }) => {
          this.#preview.draft.choose("conversation", String(number));
          this.#redraw();
        },
      });
      const chosen = /^\d+$/u.exec(this.#preview.draft.option("conversation").value)?.[0];
      if (chosen !== undefined) await table.chooseNumber(Number(chosen));
    } catch (error) {
      if (!this.#closing.signal.aborted) into.setText(explainFailure(error));
    }
  }

  async #draw(): Promise<void> {
    this.#drawing.abort();
    const drawing = new AbortController();
    this.#drawing = drawing;
    const { draft, capture } = this.#preview;
    const find = (target: string): TFile | undefined => findLinked(this.app, target, draft.path) ?? capture;
    try {
      const request = { text: draft.blockText, name: "ladder", countsPages: true };
      const onProgress = this.#counts === undefined ? undefined : progressIn(this.#counts);
      const errand = { find, onProgress, signal: drawing.signal };
      this.#show(await engineOf(this.app).ask("pictureBlock", request, errand));
    } catch (error) {
      if (!drawing.signal.aborted) this.#counts?.setText(explainFailure(error));
    }
  }

  #show(picture: BlockSvg): void {
    const finding = picture.inBlock.find(({ severity }) => severity === "error");
    const words = finding === undefined ? undefined : capitalised(describeDiagnostic(finding));
    const isOfFilter = finding?.code.includes("filter") === true;
    this.#fields?.showFilterFinding(isOfFilter ? words : undefined);
    const tell = (text: string): void => {
      this.#counts?.setText(isOfFilter || words === undefined ? text : `${words}. ${text}`);
    };
    const isDrawn = picture.svg !== undefined;
    this.#picture?.toggleClass("is-stale", !isDrawn);
    this.#allowDrawing(isDrawn);
    if (picture.svg === undefined) {
      const isFirst = this.#picture?.childElementCount === 0;
      tell(isFirst ? "Nothing to draw yet." : "The picture is the last that could be drawn.");
      return;
    }
    this.#endpoints?.show(picture.lifelines);
    tell(describeSize(picture));
    this.#picture?.empty();
    if (this.#picture !== undefined) showSvg(this.#picture, picture.svg, picture.title);
  }

  #addButtons(): void {
    const bar = this.contentEl.createDiv("modal-button-container");
    const draw = bar.createEl("button", {
      cls: "mod-cta",
      text: this.#preview.draft.isNew ? "Draw" : "Regenerate",
    });
    this.#drawButton = draw;
    draw.addEventListener("click", () => {
      this.#confirm();
    });
    const cancel = bar.createEl("button", { cls: "mod-cancel", text: "Cancel" });
    cancel.addEventListener("click", () => {
      this.close();
    });
  }

  #allowDrawing(isAllowed: boolean): void {
    if (this.#drawButton !== undefined) this.#drawButton.disabled = !isAllowed;
  }

  #onKey(event: KeyboardEvent): void {
    const isButton = this.contentEl.doc.activeElement?.tagName === "BUTTON";
    if (event.key !== "Enter" || event.isComposing || isButton) return;
    event.preventDefault();
    this.#confirm();
  }

  #confirm(): void {
    if (this.#drawButton?.disabled === true) return;
    const { draft, confirm } = this.#preview;
    this.close();
    startShown(() => confirm(draft));
  }
}

function describeSize({ messages, lifelines, pages }: BlockSvg): string {
  const arrows = messages === 1 ? "1 message" : `${messages.toLocaleString()} messages`;
  const ends = lifelines.length === 1 ? "1 lifeline" : `${String(lifelines.length)} lifelines`;
  const sheets = pages === undefined || pages === 1 ? "1 page" : `${String(pages)} pages`;
  const advice = messages > MANY_MESSAGES ? ": many for one drawing, a filter helps" : "";
  return `${arrows}, ${ends}, ${sheets}${advice}`;
}
