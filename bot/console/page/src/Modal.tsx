import { useEffect, useRef, useState } from "react";
import { Blocks, SurfaceContext } from "./Blocks";
import type { View, Whole } from "./types";

type Props = {
  whole: Whole;
  view: View;
  submit: (values: object) => Promise<void>;
  close: () => void;
  press: (where: string, actionId: string, value: unknown, blockId?: string) => void;
  options: (where: string, actionId: string, typed: string) => Promise<any[]>;
};

export function Modal({ whole, view, submit, close, press, options }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const [values, setValues] = useState<Record<string, Record<string, unknown>>>({});
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!box.current?.open) box.current?.showModal();
    box.current?.querySelector<HTMLElement>(".modal-body input, .modal-body textarea, .modal-body select")?.focus();
  }, []);
  const change = (blockId: string, actionId: string, value: unknown) =>
    setValues((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: value } }));
  const send = async () => {
    setBusy(true);
    await submit(values);
    setBusy(false);
  };
  return (
    <dialog
      ref={box}
      className="dialog"
      aria-label={view.title?.text}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        noValidate
      >
        <header>
          <h2>{view.title?.text}</h2>
          <button type="button" className="icon" aria-label="Close" onClick={close}>
            ✕
          </button>
        </header>
        <div
          className="modal-body"
          onClick={(event) => {
            // Buttons among the blocks are presses of their own, never the sending of the form.
            if ((event.target as HTMLElement).closest("button")) event.preventDefault();
          }}
        >
          <SurfaceContext.Provider
            value={{
              whole,
              where: view.id,
              values,
              change,
              errors: view.errors,
              press: (actionId, value, blockId) => press(view.id, actionId, value, blockId),
              options: (actionId, typed) => options(view.id, actionId, typed),
            }}
          >
            <Blocks blocks={view.blocks} />
          </SurfaceContext.Provider>
        </div>
        <footer>
          <button type="button" className="button" onClick={close}>
            {view.close?.text ?? "Close"}
          </button>
          {view.submit && (
            <button type="submit" className="button primary" disabled={busy}>
              {busy ? "Sending…" : view.submit.text}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}
