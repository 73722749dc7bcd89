import { Glyph } from "./Glyph";
import { useMemo } from "react";
import { Composer } from "./Composer";
import { type MessageActs, Avatar, MessageView, StatusLine } from "./MessageView";
import { useStickyEnd } from "./stickyEnd";
import type { Channel, Message, Whole } from "./types";

type Props = {
  whole: Whole;
  channel: Channel;
  acts: MessageActs;
  openThread: (ts: string) => void;
  send: (text: string, threadTs?: string) => Promise<boolean>;
};

export function Conversation({ whole, channel, acts, openThread, send }: Props) {
  const messages = whole.messages[channel.id] ?? [];
  const roots = messages.filter((each) => !each.thread_ts || each.thread_ts === each.ts || each.broadcast);
  const replies = useMemo(() => {
    const found = new Map<string, Message[]>();
    for (const each of messages) {
      if (each.thread_ts && each.thread_ts !== each.ts) found.set(each.thread_ts, [...(found.get(each.thread_ts) ?? []), each]);
    }
    return found;
  }, [messages]);
  const statuses = whole.statuses.filter((each) => each.channel === channel.id);
  const isDm = channel.kind === "im";
  const { list, content, stick, onScroll } = useStickyEnd();

  const prompts = whole.prompts[channel.id]?.prompts ?? whole.suggestions.map((each) => ({ title: each, message: each }));
  const orphan = statuses.find((each) => !roots.some((root) => root.ts === each.thread_ts));
  return (
    <>
      <div className="list" ref={list} role="log" aria-label="Messages" onScroll={onScroll}>
       <div ref={content}>
        {roots.length === 0 && <Welcome whole={whole} channel={channel} prompts={isDm ? prompts : []} title={whole.prompts[channel.id]?.title} send={send} />}
        {roots.map((message, index) => {
          const before = roots[index - 1];
          const answers = replies.get(message.ts) ?? [];
          const status = statuses.find((each) => each.thread_ts === message.ts);
          const hadAnswers = before && (isDm ? (replies.get(before.ts) ?? []).length > 0 : false);
          return (
            <div key={message.ts} className="root">
              {dayOf(before) !== dayOf(message) && <p className="day"><span>{dayOf(message)}</span></p>}
              <MessageView whole={whole} message={message} acts={acts} compact={!hadAnswers && joined(before, message)}>
                {!isDm && answers.length > 0 && (
                  <button className="replies" onClick={() => openThread(message.ts)}>
                    {answers.length} {answers.length === 1 ? "reply" : "replies"} <span className="faint">View thread</span>
                  </button>
                )}
                {!isDm && !message.ephemeral && (
                  <button className="hover-reply" aria-label="Reply in thread" title="Reply in thread" onClick={() => openThread(message.thread_ts ?? message.ts)}>
                    <Glyph name="reply" />
                  </button>
                )}
              </MessageView>
              {isDm && answers.length > 0 && (
                <div className="inline-thread">
                  {answers.map((each, place) => (
                    <MessageView key={each.ts} whole={whole} message={each} acts={acts} compact={joined(answers[place - 1], each)} />
                  ))}
                  <button className="replies" onClick={() => openThread(message.ts)}>
                    Reply in thread
                  </button>
                </div>
              )}
              {status && <StatusLine whole={whole} status={status} />}
            </div>
          );
        })}
        {orphan && <StatusLine whole={whole} status={orphan} />}
        {isDm && roots.length > 0 && whole.prompts[channel.id] && <Chips prompts={prompts} send={send} />}
       </div>
      </div>
      <Composer
        whole={whole}
        focusKey={`${whole.me}-${channel.id}`}
        placeholder={isDm ? `Message ${whole.bot.name}` : `Message #${channel.name}`}
        send={(text) => {
          stick();
          return send(text);
        }}
      />
    </>
  );
}

type WelcomeProps = { whole: Whole; channel: Channel; prompts: { title: string; message: string }[]; title?: string; send: (text: string) => Promise<boolean> };

function Welcome({ whole, channel, prompts, title, send }: WelcomeProps) {
  const isDm = channel.kind === "im";
  return (
    <div className="welcome">
      {isDm ? <Avatar name={whole.bot.name} bot size={56} /> : <span className="big-hash">#</span>}
      <h2>{isDm ? `Say hello to ${whole.bot.name}` : channel.name}</h2>
      <p className="faint">{isDm ? title || "Ask a question, or log what happened with a customer." : channel.topic || "This is the very beginning of the channel."}</p>
      <Chips prompts={prompts} send={send} />
    </div>
  );
}

function Chips({ prompts, send }: { prompts: { title: string; message: string }[]; send: (text: string) => Promise<boolean> }) {
  if (!prompts.length) return null;
  return (
    <div className="chips" role="group" aria-label="Suggested questions">
      {prompts.map((each) => (
        <button key={each.title} className="chip" onClick={() => void send(each.message)}>
          {each.title}
        </button>
      ))}
    </div>
  );
}

/** Whether a message goes on from the one before without a header of its own. */
export function joined(before: Message | undefined, message: Message): boolean {
  if (!before || before.ephemeral !== message.ephemeral || message.ephemeral) return false;
  return before.user === message.user && before.username === message.username && Number(message.ts) - Number(before.ts) < 300;
}

function dayOf(message: Message | undefined): string {
  if (!message) return "";
  const date = new Date(Number(message.ts) * 1000);
  const today = new Date().toDateString() === date.toDateString();
  return today ? "Today" : date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}
