import { useCallback, useEffect, useReducer, useState } from "react";
import { call, load } from "./api";
import { Conversation } from "./Conversation";
import { Home } from "./Home";
import { Modal } from "./Modal";
import { Sidebar } from "./Sidebar";
import { empty, reduce } from "./store";
import { Thread } from "./Thread";

/** A tab stays with its person; a new one begins with the last. */
const remembered = () => new URLSearchParams(location.search).get("as") ?? sessionStorage.getItem("person") ?? localStorage.getItem("person");

/** The message that a permalink names. */
function linked() {
  const found = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(location.pathname);
  return found && { channel: found[1], thread: new URLSearchParams(location.search).get("thread_ts") ?? `${found[2]}.${found[3]}` };
}

export function App() {
  const [store, change] = useReducer(reduce, empty);
  const [person, setPerson] = useState<string | null>(remembered);
  const [menu, setMenu] = useState(false);
  const { whole, place } = store;

  useEffect(() => {
    let feed: EventSource | null = null;
    let gone = false;
    let retry: ReturnType<typeof setTimeout>;
    const start = async () => {
      try {
        const loaded = await load(person);
        if (gone) return;
        change({ do: "loaded", whole: loaded });
        sessionStorage.setItem("person", loaded.me);
        localStorage.setItem("person", loaded.me);
        const link = linked();
        if (link && loaded.channels.some((each) => each.id === link.channel)) {
          change({ do: "go", place: { channel: link.channel, tab: "messages" } });
          change({ do: "thread", ts: link.thread });
          history.replaceState(null, "", "/");
        }
        feed = new EventSource(`/console/api/feed?person=${encodeURIComponent(loaded.me)}`);
        feed.onmessage = (event) => {
          const heard = JSON.parse(event.data);
          if (heard.kind === "whole") {
            change({ do: "loaded", whole: heard.whole });
            change({ do: "live", live: true });
          } else change({ do: "heard", change: heard });
        };
        feed.onerror = () => change({ do: "live", live: false });
      } catch {
        if (gone && person) return;
        sessionStorage.removeItem("person");
        localStorage.removeItem("person");
        retry = setTimeout(() => (person ? setPerson(null) : void start()), 1500);
      }
    };
    void start();
    return () => {
      gone = true;
      clearTimeout(retry);
      feed?.close();
    };
  }, [person]);

  const act = useCallback(
    async (name: string, body: object): Promise<any> => {
      if (!whole) return null;
      try {
        return await call(name, whole.me, body);
      } catch (error) {
        change({ do: "toast", text: (error as Error).message });
        return null;
      }
    },
    [whole?.me],
  );
  const press = (where: string, actionId: string, value: unknown, blockId?: string) =>
    void act("press", { where, action_id: actionId, value, block_id: blockId || undefined });
  const shortcut = (id: string, ts: string) => void act("shortcut", { id, ts });
  const options = async (where: string, actionId: string, typed: string) =>
    (await act("options", { where, action_id: actionId, typed }))?.options ?? [];

  const channel = whole?.channels.find((each) => each.id === place?.channel);
  const go = (id: string, tab: "home" | "messages" = "messages") => {
    change({ do: "go", place: { channel: id, tab } });
    setMenu(false);
    if (whole?.channels.find((each) => each.id === id)?.kind === "im") void act("home", { tab });
  };
  const say = async (text: string, threadTs?: string) => {
    const isCommand = text.startsWith("/");
    if (isCommand && threadTs) {
      change({ do: "toast", text: "Slash commands don't work in threads." });
      return false;
    }
    const done = isCommand
      ? await act("command", { text, channel: place!.channel })
      : await act("say", { text, channel: place!.channel, thread_ts: threadTs });
    return done !== null;
  };

  if (!whole || !place) return <div className="loading" role="status">Opening the workspace…</div>;
  const modal = whole.modals.at(-1);
  return (
    <div className={`app${store.thread ? " with-thread" : ""}${menu ? " with-menu" : ""}`}>
      <Sidebar
        store={store}
        go={go}
        become={(id) => {
          setPerson(id);
          setMenu(false);
        }}
        weather={async (kind, method) => {
          if (await act("weather", { kind, method })) change({ do: "toast", text: "Done: the next one goes wrong." });
        }}
      />
      <button className="veil" aria-label="Close menu" onClick={() => setMenu(false)} />
      <main className="main">
        {channel && (
          <>
            <header className="top">
              <button className="icon burger" aria-label="Menu" onClick={() => setMenu(true)}>
                ☰
              </button>
              <div className="top-title">
                <h1>{channel.kind === "im" ? whole.bot.name : `# ${channel.name}`}</h1>
                {channel.shared && <span className="tag warn">shared</span>}
                <span className="faint topic">{channel.kind === "im" ? "App" : channel.topic}</span>
              </div>
              {channel.kind === "im" && (
                <nav className="tabs" role="tablist" aria-label={whole.bot.name}>
                  {(["home", "messages"] as const).map((tab) => (
                    <button key={tab} role="tab" aria-selected={place.tab === tab} onClick={() => go(channel.id, tab)}>
                      {tab === "home" ? "Home" : "Messages"}
                    </button>
                  ))}
                </nav>
              )}
            </header>
            {channel.kind === "im" && place.tab === "home" ? (
              <Home whole={whole} press={press} options={options} />
            ) : (
              <Conversation
                key={`${whole.me}-${channel.id}`}
                whole={whole}
                channel={channel}
                acts={{ press, options, shortcut }}
                openThread={(ts) => change({ do: "thread", ts })}
                send={say}
              />
            )}
          </>
        )}
      </main>
      {store.thread && channel && (
        <Thread whole={whole} channel={channel} root={store.thread} acts={{ press, options, shortcut }} send={(text) => say(text, store.thread!)} close={() => change({ do: "thread", ts: null })} />
      )}
      {modal && (
        <Modal
          key={modal.id}
          whole={whole}
          view={modal}
          press={press}
          options={options}
          submit={async (values) => void (await act("submit", { view_id: modal.id, values }))}
          close={() => void act("close", { view_id: modal.id })}
        />
      )}
      <Toasts toasts={store.toasts} dismiss={(id) => change({ do: "dismiss", id })} />
    </div>
  );
}

function Toasts({ toasts, dismiss }: { toasts: { id: number; text: string }[]; dismiss: (id: number) => void }) {
  return (
    <div className="toasts" aria-live="assertive">
      {toasts.map((toast) => (
        <Toast key={toast.id} text={toast.text} gone={() => dismiss(toast.id)} />
      ))}
    </div>
  );
}

function Toast({ text, gone }: { text: string; gone: () => void }) {
  useEffect(() => {
    const timer = setTimeout(gone, 7000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="toast" role="alert">
      <span>{text}</span>
      <button className="icon" aria-label="Dismiss" onClick={gone}>
        ✕
      </button>
    </div>
  );
}
