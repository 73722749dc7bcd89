import { Files } from "./Files";
import { Glyph } from "./Glyph";
import { Blocks, Markdown, Mrkdwn, SurfaceContext } from "./Blocks";
import type { Message, Status, Whole } from "./types";

export const timeOf = (ts: string) => new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const colours = ["#0f766e", "#b45309", "#6d28d9", "#be123c", "#1d4ed8", "#4d7c0f"];

export function Avatar({ name, bot, size = 36 }: { name: string; bot?: boolean; size?: number }) {
  const initials = name.split(" ").map((part) => part[0]).slice(0, 2).join("");
  const colour = colours[[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % colours.length];
  return (
    <span className={bot ? "avatar bot" : "avatar"} aria-hidden="true" style={{ width: size, height: size, fontSize: size * 0.4, background: bot ? undefined : colour }}>
      {bot ? (
        <svg viewBox="0 0 24 24" width={size * 0.6} height={size * 0.6} fill="currentColor">
          <path d="M4 6a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-6l-5 4.5V16.8A3 3 0 0 1 4 14z" />
        </svg>
      ) : (
        initials
      )}
    </span>
  );
}

export type Acts = {
  press: (where: string, actionId: string, value: unknown, blockId?: string) => void;
  options: (where: string, actionId: string, typed: string) => Promise<any[]>;
};

export type MessageActs = Acts & { shortcut: (id: string, ts: string) => void };

export function MessageView({ whole, message, acts, compact, children }: { whole: Whole; message: Message; acts: MessageActs; compact?: boolean; children?: React.ReactNode }) {
  const author = whole.people.find((each) => each.id === message.user);
  const name = message.username ?? author?.real_name ?? "Somebody";
  return (
    <article className={`message${message.ephemeral ? " ephemeral" : ""}${compact ? " compact" : ""}`} data-ts={message.ts} aria-label={`${name}, ${timeOf(message.ts)}`}>
      {compact ? <time className="gutter">{timeOf(message.ts)}</time> : <Avatar name={name} bot={message.bot} />}
      <div className="message-body">
        {message.ephemeral && <p className="only-you"><Glyph name="eye" /> Only visible to you</p>}
        {!compact && (
          <p className="author">
            <strong>{name}</strong>
            {message.bot && <span className="tag">APP</span>}
            {author && ["guest", "external"].includes(author.role) && <span className="tag warn">{author.role}</span>}
            <time>{timeOf(message.ts)}</time>
          </p>
        )}
        <SurfaceContext.Provider
          value={{
            whole,
            where: message.ts,
            press: (actionId, value, blockId) => acts.press(message.ts, actionId, value, blockId),
            options: (actionId, typed) => acts.options(message.ts, actionId, typed),
          }}
        >
          <Body message={message} />
          {message.edited && <span className="faint edited">(edited)</span>}
          {message.attachments.map((attachment, index) => (
            <div key={index} className="attachment" style={{ borderColor: attachment.color }}>
              {attachment.blocks ? <Blocks blocks={attachment.blocks} /> : <Mrkdwn text={attachment.text ?? attachment.fallback ?? ""} />}
            </div>
          ))}
        </SurfaceContext.Provider>
        <Files files={message.files} />
        {!message.ephemeral && whole.shortcuts.length > 0 && (
          <details className="more" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && event.currentTarget.removeAttribute("open")}>
            <summary aria-label="More actions" title="More actions">⋯</summary>
            <div role="menu">
              {whole.shortcuts.map((each) => (
                <button
                  key={each.id}
                  role="menuitem"
                  onClick={(event) => {
                    event.currentTarget.closest("details")?.removeAttribute("open");
                    acts.shortcut(each.id, message.ts);
                  }}
                >
                  {each.name}
                </button>
              ))}
            </div>
          </details>
        )}
        <Reactions message={message} me={whole.me} />
        {children}
      </div>
    </article>
  );
}

function Body({ message }: { message: Message }) {
  const stream = message.stream;
  if (!stream) return message.blocks.length ? <Blocks blocks={message.blocks} /> : message.text ? <Mrkdwn text={message.text} /> : null;
  return (
    <div className={stream.in_progress ? "streaming" : undefined} aria-live="polite" aria-busy={stream.in_progress}>
      {(stream.plan_title || stream.tasks.length > 0) && (
        <div className="plan">
          {stream.plan_title && <strong>{stream.plan_title}</strong>}
          {stream.tasks.map((task) => (
            <p key={task.id} className={`task ${task.status}`}>
              <span aria-hidden="true">{{ complete: "✓", error: "!", in_progress: "◌", pending: "·" }[task.status] ?? "·"}</span> {task.title}
              {task.details && <small>{task.details}</small>}
            </p>
          ))}
        </div>
      )}
      {stream.markdown && <Markdown text={stream.markdown} />}
      {stream.in_progress && <span className="caret" aria-hidden="true" />}
      <Blocks blocks={message.blocks} />
    </div>
  );
}

const faces: Record<string, string> = { "+1": "👍", thumbsup: "👍", "-1": "👎", eyes: "👀", white_check_mark: "✅", x: "❌", heart: "❤️", tada: "🎉", hourglass_flowing_sand: "⏳", memo: "📝", warning: "⚠️" };

function Reactions({ message, me }: { message: Message; me: string }) {
  const entries = Object.entries(message.reactions);
  if (!entries.length) return null;
  return (
    <div className="reactions">
      {entries.map(([name, users]) => (
        <span key={name} className={users.includes(me) ? "reaction mine" : "reaction"} title={`:${name}:`}>
          {faces[name] ?? `:${name}:`} {users.length}
        </span>
      ))}
    </div>
  );
}

export function StatusLine({ whole, status }: { whole: Whole; status?: Status }) {
  if (!status) return null;
  return (
    <p className="status" role="status">
      <span className="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <strong>{whole.bot.name}</strong> {status.loading_messages[0] ?? status.status}
    </p>
  );
}
