/** Turns `:names:` into characters; the names come from emojilib, cut down to one name each when the page is built. */
import names from "emoji-names";

const others: Record<string, string> = { thumbsup: "👍", thumbsdown: "👎", slightly_smiling_face: "🙂", heavy_check_mark: "✔️" };

export const emojify = (text: string): string =>
  text.replace(/:([\w+-]+):/g, (typed, name) => names[name] ?? others[name] ?? typed);
