import { Glyph } from "./Glyph";
import { createContext, useContext, useMemo } from "react";
import { Message as SlackBlocks } from "slack-blocks-to-jsx";
import { Interactive } from "./Elements";
import type { Block, Json, Whole } from "./types";

/** Where the drawn blocks stand: what a press on one of their elements means there. */
export type Surface = {
  whole: Whole;
  where: string;
  press: (actionId: string, value: unknown, blockId?: string) => void;
  options: (actionId: string, typed: string) => Promise<Json[]>;
  values?: Record<string, Record<string, unknown>>;
  change?: (blockId: string, actionId: string, value: unknown) => void;
  errors?: Record<string, string>;
};

export const SurfaceContext = createContext<Surface | null>(null);
export const useSurface = (): Surface => useContext(SurfaceContext)!;

export function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <OneBlock key={block.block_id ?? index} block={block} />
      ))}
    </div>
  );
}

function OneBlock({ block }: { block: Block }) {
  switch (block.type) {
    case "actions":
    case "context_actions":
      return (
        <div className="actions" role="group">
          {block.elements.map((element: Json, index: number) => (
            <Interactive key={element.action_id ?? index} element={element} blockId={block.block_id ?? ""} />
          ))}
        </div>
      );
    case "section":
      return <Section block={block} />;
    case "input":
      return <Input block={block} />;
    case "table":
      return <Table block={block} />;
    case "image":
      return <Picture url={addressOf(block)} alt={block.alt_text} title={block.title?.text} />;
    default:
      return <Shown blocks={[block]} />;
  }
}

function Section({ block }: { block: Block }) {
  const { accessory, ...text } = block;
  if (!accessory) return <Shown blocks={[block]} />;
  return (
    <div className="section">
      <div className="section-text">
        <Shown blocks={[text as Block]} />
      </div>
      <div className="section-side">
        {accessory.type === "image" ? (
          <Picture url={addressOf(accessory)} alt={accessory.alt_text} small />
        ) : (
          <Interactive element={accessory} blockId={block.block_id ?? ""} />
        )}
      </div>
    </div>
  );
}

function Input({ block }: { block: Block }) {
  const surface = useSurface();
  const error = surface.errors?.[block.block_id ?? ""];
  const id = `input-${surface.where}-${block.block_id}`;
  return (
    <div className={error ? "input wrong" : "input"}>
      <label htmlFor={id}>
        {block.label.text} {block.optional && <span className="faint">(optional)</span>}
      </label>
      <Interactive element={block.element} blockId={block.block_id ?? ""} inputId={id} asInput label={block.label.text} />
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {block.hint && <p className="hint">{block.hint.text}</p>}
    </div>
  );
}

function Table({ block }: { block: Block }) {
  const [head, ...rows] = block.rows as Json[][];
  const align = (column: number) => block.column_settings?.[column]?.align ?? "left";
  const cell = (value: Json) =>
    value.type === "rich_text" ? <Shown blocks={[value as Block]} /> : value.type === "raw_number" ? value.value.toLocaleString() : value.text;
  return (
    <div className="table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((value, column) => (
              <th key={column} style={{ textAlign: align(column) }}>
                {cell(value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column} style={{ textAlign: align(column) }}>
                  {cell(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A picture is named by an address, or by a file that has been uploaded. */
const addressOf = (image: Json): string | undefined =>
  image.image_url ?? image.slack_file?.url ?? (image.slack_file && `${location.origin}/files/${image.slack_file.id}`);

/** Pictures from elsewhere are named, not fetched: the page loads nothing from the internet. */
function Picture({ url, alt, title, small }: { url?: string; alt: string; title?: string; small?: boolean }) {
  const local = url?.startsWith("data:") || url?.startsWith(location.origin);
  return (
    <figure className={small ? "picture small" : "picture"}>
      {title && <figcaption>{title}</figcaption>}
      {local ? <img src={url} alt={alt} /> : <div className="no-picture"><Glyph name="picture" /> {alt}</div>}
    </figure>
  );
}

export function Shown({ blocks }: { blocks: Block[] }) {
  const { whole } = useSurface();
  const data = useMemo(
    () => ({
      users: whole.people.map((each) => ({ id: each.id, name: each.real_name })),
      channels: whole.channels.map((each) => ({ id: each.id, name: each.name })),
    }),
    [whole.people, whole.channels],
  );
  return <SlackBlocks blocks={plainer(blocks) as any} data={data as any} name="" logo="" withoutWrapper />;
}

/**
 * What the renderer reads otherwise than Slack. It puts a space after every `&gt;` as if it began a quotation; only one at a line's
 * beginning does. It draws no markup where text is verbatim; Slack does, and only makes no links of addresses in it.
 */
function plainer(value: any): any {
  if (Array.isArray(value)) return value.map(plainer);
  if (value === null || typeof value !== "object") return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainer(inner)]));
  if (copy.type === "mrkdwn" && typeof copy.text === "string") copy.text = copy.text.replace(/(?<!^)&gt;/gm, ">");
  if (copy.type === "mrkdwn" && copy.verbatim === true && typeof copy.text === "string") {
    copy.text = copy.text.replace(/(?<!<)\b(https?):\/\//gi, "$1:\u2060//");
    delete copy.verbatim;
  }
  return copy;
}

/** Text in Slack's own markup, drawn as a section would be. */
export const Mrkdwn = ({ text }: { text: string }) => <Shown blocks={[{ type: "section", text: { type: "mrkdwn", text } }]} />;
export const Markdown = ({ text }: { text: string }) => <Shown blocks={[{ type: "markdown", text }]} />;
