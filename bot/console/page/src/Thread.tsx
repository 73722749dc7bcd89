import { useEffect } from "react";
import { Composer } from "./Composer";
import { joined } from "./Conversation";
import { type MessageActs, MessageView, StatusLine } from "./MessageView";
import { useStickyEnd } from "./stickyEnd";
import type { Channel, Whole } from "./types";

type Props = { whole: Whole; channel: Channel; root: string; acts: MessageActs; send: (text: string) => Promise<boolean>; close: () => void };

export function Thread({ whole, channel, root, acts, send, close }: Props) {
  const messages = (whole.messages[channel.id] ?? []).filter((each) => each.ts === root || each.thread_ts === root);
  const status = whole.statuses.find((each) => each.channel === channel.id && each.thread_ts === root);
  const { list, content, onScroll } = useStickyEnd();
  useEffect(() => {
    const key = (event: KeyboardEvent) => event.key === "Escape" && !document.querySelector("dialog[open]") && close();
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, [close]);
  return (
    <aside className="thread" aria-label="Thread">
      <header className="top">
        <div className="top-title">
          <h1>Thread</h1>
          <span className="faint topic">{channel.kind === "im" ? whole.bot.name : `# ${channel.name}`}</span>
        </div>
        <button className="icon" aria-label="Close thread" onClick={close}>
          ✕
        </button>
      </header>
      <div className="list" ref={list} onScroll={onScroll}>
       <div ref={content}>
        {messages.map((message, index) => (
          <MessageView key={message.ts} whole={whole} message={message} acts={acts} compact={index > 1 && joined(messages[index - 1], message)} />
        ))}
        <StatusLine whole={whole} status={status} />
       </div>
      </div>
      <Composer whole={whole} inThread focusKey={root} placeholder="Reply…" send={send} />
    </aside>
  );
}
