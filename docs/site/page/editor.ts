import { javascript } from "@codemirror/lang-javascript";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { basicSetup, EditorView } from "codemirror";

/** An editor of JavaScript. */
export interface Editor {
  readonly element: HTMLElement;
  code(): string;
  setCode(code: string): void;
  destroy(): void;
}

// The colours are those of the page, light or dark: see style.css.
const theme = EditorView.theme({
  "&": { color: "var(--live-text)", backgroundColor: "var(--live-paper)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "2px solid var(--vp-c-brand-1)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--vp-font-family-mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--live-text)", padding: "0.75rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--live-text)" },
  ".cm-gutters": { color: "var(--live-quiet)", backgroundColor: "transparent", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--live-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--live-selection)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--live-keyword)" },
  { tag: [tags.string, tags.regexp], color: "var(--live-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--live-number)" },
  { tag: tags.comment, color: "var(--live-quiet)", fontStyle: "italic" },
  { tag: tags.function(tags.variableName), color: "var(--live-function)" },
  { tag: tags.function(tags.propertyName), color: "var(--live-function)" },
]);

/**
 * An editor with the code. The tabulator key moves the focus on, as everywhere on a page: nobody is trapped in the editor.
 *
 * @param onChange Called after every change.
 */
export function makeEditor(code: string, onChange: () => void): Editor {
  const view = new EditorView({
    doc: code,
    extensions: [
      basicSetup,
      javascript(),
      theme,
      syntaxHighlighting(colours),
      EditorView.contentAttributes.of({ "aria-label": "Code, in JavaScript", tabindex: "0" }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange();
      }),
    ],
  });
  return {
    element: view.dom,
    code: () => view.state.doc.toString(),
    setCode: (text) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    destroy: () => view.destroy(),
  };
}
