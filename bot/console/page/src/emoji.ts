/** Turns `:names:` into characters; the names come from emojilib, cut down to one name each when the page is built. */
import names from "emoji-names";

const others: Record<string, string> = { thumbsup: "👍", thumbsdown: "👎", slightly_smiling_face: "🙂", heavy_check_mark: "✔️" };

/** The renderer takes any two colons of a text for an emoji, colons included; such a stretch goes back as it was typed. */
const typedOnce = (text: string): string => text.replace(/^::([\s\S]*)::$/, ":$1:");

export const emojify = (text: string): string =>
  typedOnce(text).replace(/:([\w+-]+):/g, (typed, name) => names[name] ?? others[name] ?? typed);
