import { Glyph } from "./Glyph";
import { useEffect, useId, useRef, useState } from "react";
import { useSurface } from "./Blocks";
import type { Json } from "./types";

type Props = { element: Json; blockId: string; inputId?: string; asInput?: boolean; label?: string };

/** One element that people use. In a modal its value is kept until the modal is sent; elsewhere a change is a press. */
export function Interactive({ element, blockId, inputId, asInput, label }: Props) {
  const surface = useSurface();
  const [question, setQuestion] = useState<(() => void) | null>(null);
  const fallbackId = useId();
  const kept = surface.values?.[blockId]?.[element.action_id];
  const [own, setOwn] = useState<unknown>(undefined);
  const value = kept ?? own ?? initial(element);

  const use = (chosen: unknown) => {
    const go = () => {
      setOwn(chosen);
      surface.change?.(blockId, element.action_id, chosen);
      if (!asInput) surface.press(element.action_id, chosen, blockId);
    };
    if (element.confirm && !asInput) setQuestion(() => go);
    else go();
  };
  return (
    <>
      <Control element={element} value={value} use={use} id={inputId ?? fallbackId} label={label} />
      {question && (
        <Confirm
          confirm={element.confirm}
          no={() => setQuestion(null)}
          yes={() => {
            setQuestion(null);
            question();
          }}
        />
      )}
    </>
  );
}

type ControlProps = { element: Json; value: any; use: (value: unknown) => void; id: string; label?: string };

function Control({ element, value, use, id, label }: ControlProps) {
  const { whole } = useSurface();
  const name = label ?? element.accessibility_label ?? element.placeholder?.text ?? element.action_id;
  switch (element.type) {
    case "button":
    case "workflow_button":
      return <Button element={element} use={use} />;
    case "icon_button":
      return (
        <button className="button" onClick={() => use(element.value)}>
          {element.text.text}
        </button>
      );
    case "feedback_buttons":
      return <Feedback element={element} use={use} />;
    case "overflow":
      return <Overflow element={element} use={use} />;
    case "static_select":
      return <Select id={id} name={name} element={element} value={value} use={use} groups={groupsOf(element)} />;
    case "users_select": {
      const people = whole.people.map((each) => [each.id, each.real_name]);
      return <Select id={id} name={name} element={element} value={value} use={use} groups={[["", people]]} />;
    }
    case "conversations_select":
    case "channels_select": {
      const rooms = whole.channels.filter((each) => each.kind !== "im").map((each) => [each.id, `#${each.name}`]);
      return <Select id={id} name={name} element={element} value={value} use={use} groups={[["", rooms]]} />;
    }
    case "external_select":
      return <External id={id} name={name} element={element} value={value} use={use} />;
    case "datepicker":
      return <input id={id} aria-label={name} type="date" value={value ?? ""} onChange={(event) => use(event.target.value || null)} />;
    case "timepicker":
      return <input id={id} aria-label={name} type="time" value={value ?? ""} onChange={(event) => use(event.target.value || null)} />;
    case "datetimepicker":
      return (
        <input
          id={id}
          aria-label={name}
          type="datetime-local"
          defaultValue={value ? new Date(value * 1000).toISOString().slice(0, 16) : ""}
          onChange={(event) => use(event.target.value ? Math.floor(new Date(event.target.value).getTime() / 1000) : null)}
        />
      );
    case "checkboxes":
    case "radio_buttons":
      return <Choices element={element} value={value} use={use} name={name} />;
    case "multi_static_select":
    case "multi_users_select":
    case "multi_conversations_select":
    case "multi_channels_select":
      return <Many element={element} value={value} use={use} name={name} />;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return <Text id={id} name={name} element={element} value={value} use={use} />;
    default:
      return <span className="faint">This element cannot be shown here.</span>;
  }
}

function Button({ element, use }: { element: Json; use: (value: unknown) => void }) {
  const look = `button ${element.style ?? ""}`;
  const label = element.accessibility_label;
  if (element.url) {
    return (
      <a className={look} aria-label={label} href={element.url} target="_blank" rel="noopener noreferrer" onClick={() => use(element.value)}>
        {element.text.text} <span aria-hidden="true">↗</span>
      </a>
    );
  }
  return (
    <button className={look} aria-label={label} onClick={() => use(element.value)}>
      {element.text.text}
    </button>
  );
}

function Feedback({ element, use }: { element: Json; use: (value: unknown) => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <span className="feedback">
      {(["positive_button", "negative_button"] as const).map((side) => (
        <button
          key={side}
          className={chosen === side ? "icon chosen" : "icon"}
          aria-pressed={chosen === side}
          aria-label={element[side].accessibility_label ?? element[side].text.text}
          title={element[side].text.text}
          onClick={() => {
            setChosen(side);
            use(element[side].value);
          }}
        >
          <Glyph name={side === "positive_button" ? "up" : "down"} />
        </button>
      ))}
    </span>
  );
}

function Overflow({ element, use }: { element: Json; use: (value: unknown) => void }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("mousedown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("mousedown", close);
      document.removeEventListener("keydown", close);
    };
  }, [open]);
  return (
    <span className="overflow" ref={box}>
      <button className="icon" aria-label="More actions" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Glyph name="more" />
      </button>
      {open && (
        <span className="menu" role="menu">
          {element.options.map((option: Json) => (
            <button
              key={option.value}
              role="menuitem"
              onClick={() => {
                setOpen(false);
                use(option.value);
              }}
            >
              {option.text.text}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}

type SelectProps = ControlProps & { name: string; groups: [string, string[][]][] };

function Select({ id, name, element, value, use, groups }: SelectProps) {
  const options = (each: string[][]) =>
    each.map(([key, text]) => (
      <option key={key} value={key}>
        {text}
      </option>
    ));
  return (
    <select id={id} aria-label={name} value={value ?? ""} onChange={(event) => use(event.target.value)}>
      <option value="" disabled>
        {element.placeholder?.text ?? "Choose…"}
      </option>
      {groups.map(([title, each], index) =>
        title ? (
          <optgroup key={index} label={title}>
            {options(each)}
          </optgroup>
        ) : (
          options(each)
        ),
      )}
    </select>
  );
}

function External({ id, name, element, value, use }: ControlProps & { name: string }) {
  const surface = useSurface();
  const [typed, setTyped] = useState<string>(value?.text?.text ?? "");
  const [found, setFound] = useState<Json[]>([]);
  useEffect(() => {
    if (typed.length < (element.min_query_length ?? 3) || typed === value?.text?.text) return setFound([]);
    const timer = setTimeout(() => surface.options(element.action_id, typed).then(setFound, () => setFound([])), 200);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <span className="overflow wide">
      <input id={id} aria-label={name} role="combobox" aria-expanded={found.length > 0} value={typed} placeholder={element.placeholder?.text ?? "Type to search…"} onChange={(event) => setTyped(event.target.value)} />
      {found.length > 0 && (
        <span className="menu" role="listbox">
          {found.map((option) => (
            <button
              key={option.value}
              role="option"
              aria-selected={false}
              onClick={() => {
                setTyped(option.text.text);
                setFound([]);
                use(option);
              }}
            >
              {option.text.text}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}

function Choices({ element, value, use, name }: { element: Json; value: any; use: (value: unknown) => void; name: string }) {
  const many = element.type === "checkboxes";
  const group = useId();
  const chosen: string[] = many ? (value ?? []) : [value];
  return (
    <div role={many ? "group" : "radiogroup"} aria-label={name} className="choices">
      {element.options.map((option: Json) => (
        <label key={option.value}>
          <input
            type={many ? "checkbox" : "radio"}
            name={group}
            checked={chosen.includes(option.value)}
            onChange={(event) =>
              use(many ? (event.target.checked ? [...chosen, option.value] : chosen.filter((each) => each !== option.value)) : option.value)
            }
          />
          <span>
            {option.text.text}
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

function Many({ element, value, use, name }: { element: Json; value: any; use: (value: unknown) => void; name: string }) {
  const { whole } = useSurface();
  const entries: string[][] =
    element.type === "multi_static_select"
      ? groupsOf(element).flatMap(([, each]) => each)
      : element.type === "multi_users_select"
        ? whole.people.map((each) => [each.id, each.real_name])
        : whole.channels.filter((each) => each.kind !== "im").map((each) => [each.id, `#${each.name}`]);
  const chosen: string[] = value ?? [];
  const toggle = (key: string) => use(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]);
  return (
    <details className="many">
      <summary aria-label={name}>
        {chosen.length ? entries.filter(([key]) => chosen.includes(key)).map(([, text]) => text).join(", ") : (element.placeholder?.text ?? "Choose…")}
      </summary>
      <div className="choices">
        {entries.map(([key, text]) => (
          <label key={key}>
            <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggle(key)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </details>
  );
}

function Text({ id, name, element, value, use }: ControlProps & { name: string }) {
  const types: Json = { email_text_input: "email", url_text_input: "url", number_input: "number" };
  const common = {
    id,
    "aria-label": name,
    value: value ?? "",
    placeholder: element.placeholder?.text,
    maxLength: element.max_length,
    autoFocus: element.focus_on_load,
    onChange: (event: any) => use(event.target.value),
  };
  if (element.multiline) return <textarea rows={4} {...common} />;
  return <input type={types[element.type] ?? "text"} step={element.is_decimal_allowed ? "any" : undefined} {...common} />;
}

export function Confirm({ confirm, yes, no }: { confirm: Json; yes: () => void; no: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => void box.current?.showModal(), []);
  return (
    <dialog ref={box} className="dialog small" onCancel={no} aria-label={confirm.title?.text ?? "Are you sure?"}>
      <h2>{confirm.title?.text ?? "Are you sure?"}</h2>
      <p>{confirm.text.text}</p>
      <footer>
        <button className="button" onClick={no}>
          {confirm.deny?.text ?? "Cancel"}
        </button>
        <button className={`button ${confirm.style ?? "primary"}`} onClick={yes}>
          {confirm.confirm?.text ?? "Yes"}
        </button>
      </footer>
    </dialog>
  );
}

function groupsOf(element: Json): [string, string[][]][] {
  const pairs = (options: Json[]) => options.map((option) => [option.value, option.text.text]);
  if (element.option_groups) return element.option_groups.map((group: Json) => [group.label.text, pairs(group.options)]);
  return [["", pairs(element.options ?? [])]];
}

function initial(element: Json): unknown {
  const many = element.initial_options?.map((option: Json) => option.value);
  return (
    many ??
    (element.type === "external_select" ? element.initial_option : element.initial_option?.value) ??
    element.initial_date ??
    element.initial_time ??
    element.initial_date_time ??
    element.initial_value ??
    element.initial_user ??
    element.initial_users ??
    element.initial_channel ??
    element.initial_conversation ??
    null
  );
}
