import { Glyph } from "./Glyph";
import { Avatar } from "./MessageView";
import type { Store } from "./store";
import type { Person } from "./types";

const roles: Record<string, string> = { rep: "Sales rep", manager: "Manager", admin: "Admin", guest: "Guest", external: "Other company" };

type Props = {
  store: Store;
  go: (channel: string, tab?: "home" | "messages") => void;
  become: (person: string) => void;
  weather: (kind: string, method?: string) => void;
};

export function Sidebar({ store, go, become, weather }: Props) {
  const whole = store.whole!;
  const rooms = whole.channels.filter((each) => each.kind !== "im");
  const dms = whole.channels.filter((each) => each.kind === "im");
  const item = (id: string, label: React.ReactNode) => (
    <li key={id}>
      <button className={store.unread.includes(id) ? "unread" : undefined} aria-current={store.place?.channel === id ? "page" : undefined} onClick={() => go(id)}>
        {label}
        {store.unread.includes(id) && <span className="dot" aria-label="unread" />}
      </button>
    </li>
  );
  return (
    <aside className="sidebar" aria-label="Workspace">
      <header>
        <strong>{whole.team.name}</strong>
        <span className={store.live ? "live" : "live off"} title={store.live ? "Live" : "Reconnecting…"} />
      </header>
      <nav aria-label="Conversations">
        <h2>Channels</h2>
        <ul>
          {rooms.map((each) =>
            item(
              each.id,
              <>
                <span className="hash" aria-hidden="true">
                  {each.shared ? <Glyph name="shared" /> : "#"}
                </span>
                {each.name}
              </>,
            ),
          )}
        </ul>
        <h2>Apps</h2>
        <ul>
          {dms.map((each) =>
            item(
              each.id,
              <>
                <Avatar name={whole.bot.name} bot size={20} />
                {whole.bot.name}
              </>,
            ),
          )}
        </ul>
      </nav>
      <section className="people" role="radiogroup" aria-label="Who you are">
        <h2>You are</h2>
        {oneOfEachFirst(whole.people.filter((each) => each.role !== "app")).map((each) => (
            <button key={each.id} role="radio" aria-checked={each.id === whole.me} onClick={() => become(each.id)}>
              <Avatar name={each.real_name} size={28} />
              <span>
                <b>{each.real_name}</b>
                <small>{roles[each.role] ?? each.role}</small>
              </span>
            </button>
        ))}
      </section>
      <details className="weather">
        <summary>Bad weather</summary>
        <button onClick={() => weather("disconnect")}>Ask the app to reconnect</button>
        <button onClick={() => weather("cut")}>Cut the connection</button>
        <button onClick={() => weather("duplicate")}>Deliver the next event twice</button>
        <button onClick={() => weather("rate_limited")}>Rate-limit the next message</button>
        <button onClick={() => weather("server_error")}>Fail the next message</button>
      </details>
    </aside>
  );
}

/** One person of each role comes first, so that all are at hand in a large team. */
function oneOfEachFirst(people: Person[]): Person[] {
  const firsts = people.filter((each, index) => people.findIndex((other) => other.role === each.role) === index);
  return [...firsts, ...people.filter((each) => !firsts.includes(each))];
}
