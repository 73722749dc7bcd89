import { useEffect, useRef, useState } from "react";
import type { Whole } from "./types";

type Props = { whole: Whole; placeholder: string; inThread?: boolean; send: (text: string) => Promise<boolean>; focusKey: string };

export function Composer({ whole, placeholder, inThread, send, focusKey }: Props) {
  const [text, setText] = useState("");
  const [pick, setPick] = useState(0);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => void field.current?.focus(), [focusKey]);
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }, [text]);

  const commands = !inThread && /^\/\S*$/.test(text) ? whole.commands.filter((each) => each.name.startsWith(text)) : [];
  const mention = /(?:^|\s)@([\w.-]*)$/.exec(text)?.[1];
  const people = mention === undefined ? [] : whole.people.filter((each) => each.name.startsWith(mention.toLowerCase()));
  const offers = commands.length
    ? commands.map((each) => ({ label: each.name, help: each.help, full: `${each.name} ` }))
    : people.map((each) => ({ label: `@${each.name}`, help: each.real_name, full: text.replace(/@[\w.-]*$/, `@${each.name} `) }));
  const chosen = Math.min(pick, offers.length - 1);
  const take = (index: number) => {
    setText(offers[index].full);
    setPick(0);
    field.current?.focus();
  };
  const submit = async () => {
    const sent = text.trim();
    if (!sent || busy) return;
    setBusy(true);
    setText("");
    if (!(await send(sent))) setText(sent);
    setBusy(false);
    field.current?.focus();
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const open = offers.length > 0 && !(offers.length === 1 && offers[0].full.trim() === text.trim());
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      setPick((chosen + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length);
    } else if (open && (event.key === "Tab" || event.key === "Enter")) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };
  return (
    <div className="composer">
      {offers.length > 0 && (
        <div className="offers" role="listbox" aria-label="Suggestions">
          {offers.map((offer, index) => (
            <button key={offer.label} role="option" aria-selected={index === chosen} onClick={() => take(index)}>
              <strong>{offer.label}</strong> <span className="faint">{offer.help}</span>
            </button>
          ))}
        </div>
      )}
      <div className="field">
        <textarea ref={field} rows={1} value={text} placeholder={placeholder} aria-label={placeholder} onChange={(event) => setText(event.target.value)} onKeyDown={onKey} />
        <button className="send" aria-label="Send" disabled={!text.trim() || busy} onClick={() => void submit()}>
          <svg viewBox="0 0 24 24" width="18" height="18" fill="currentColor" aria-hidden="true">
            <path d="M3 20.5V14l9-2-9-2V3.5L22 12z" />
          </svg>
        </button>
      </div>
      <p className="keys">
        <kbd>Enter</kbd> sends · <kbd>Shift</kbd>+<kbd>Enter</kbd> new line · <kbd>/</kbd> commands
      </p>
    </div>
  );
}
