import type { Json, Message, Toast, Whole } from "./types";

export type Place = { channel: string; tab: "home" | "messages" };
export type Store = { whole: Whole | null; place: Place | null; thread: string | null; toasts: Toast[]; unread: string[]; live: boolean };
export type Change =
  | { do: "loaded"; whole: Whole }
  | { do: "heard"; change: Json }
  | { do: "go"; place: Place }
  | { do: "thread"; ts: string | null }
  | { do: "toast"; text: string }
  | { do: "dismiss"; id: number }
  | { do: "live"; live: boolean };

export const empty: Store = { whole: null, place: null, thread: null, toasts: [], unread: [], live: false };
let toastNumber = 0;

export function reduce(store: Store, change: Change): Store {
  switch (change.do) {
    case "loaded": {
      const known = store.place && change.whole.channels.some((each) => each.id === store.place!.channel);
      const dm = change.whole.channels.find((each) => each.kind === "im") ?? change.whole.channels[0];
      const place = known ? store.place : dm ? { channel: dm.id, tab: "messages" as const } : null;
      const moved = store.whole?.me !== change.whole.me;
      return { ...store, whole: change.whole, place, thread: known && !moved ? store.thread : null, unread: moved ? [] : store.unread };
    }
    case "heard":
      return store.whole ? hear(store, store.whole, change.change) : store;
    case "go":
      return { ...store, place: change.place, thread: null, unread: store.unread.filter((id) => id !== change.place.channel) };
    case "thread":
      return { ...store, thread: change.ts };
    case "toast":
      return { ...store, toasts: [...store.toasts.slice(-3), { id: ++toastNumber, text: change.text }] };
    case "dismiss":
      return { ...store, toasts: store.toasts.filter((toast) => toast.id !== change.id) };
    case "live":
      return { ...store, live: change.live };
  }
}

function hear(store: Store, whole: Whole, change: Json): Store {
  if (change.seq <= whole.seq) return store;
  const next = { ...whole, seq: change.seq };
  switch (change.kind) {
    case "message": {
      const message = change.message as Message;
      const before = whole.messages[message.channel] ?? [];
      next.messages = { ...whole.messages, [message.channel]: place(before, message) };
      const elsewhere = store.place?.channel !== message.channel && message.user !== whole.me;
      const unread = elsewhere && !store.unread.includes(message.channel) ? [...store.unread, message.channel] : store.unread;
      return { ...store, whole: next, unread };
    }
    case "removed": {
      const left = (whole.messages[change.channel] ?? []).filter((each) => each.ts !== change.ts);
      next.messages = { ...whole.messages, [change.channel]: left };
      return { ...store, whole: next };
    }
    case "status": {
      const others = whole.statuses.filter((each) => each.channel !== change.channel || each.thread_ts !== change.thread_ts);
      next.statuses = change.status ? [...others, change as any] : others;
      return { ...store, whole: next };
    }
    case "prompts":
      next.prompts = { ...whole.prompts, [change.channel]: change.prompts };
      return { ...store, whole: next };
    case "home":
      next.home = change.view;
      return { ...store, whole: next };
    case "modals":
      next.modals = change.views;
      return { ...store, whole: next };
    case "toast":
      return reduce({ ...store, whole: next }, { do: "toast", text: change.text });
    default:
      return { ...store, whole: next };
  }
}

function place(messages: Message[], message: Message): Message[] {
  const rest = messages.filter((each) => each.ts !== message.ts);
  return [...rest, message].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}
