// Builds the page into ../static, where the console serves it from.
import { build, context } from "esbuild";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// The renderer's emoji library carries every keyword of every emoji; the page needs one name each.
const emojiNames = {
  name: "emoji-names",
  setup(builder) {
    builder.onResolve({ filter: /^emoji-names$/ }, (found) => ({ path: found.path, namespace: "emoji-names" }));
    builder.onLoad({ filter: /.*/, namespace: "emoji-names" }, () => {
      const all = Object.entries(createRequire(import.meta.url)("emojilib").lib);
      return { loader: "json", contents: JSON.stringify(Object.fromEntries(all.map(([name, each]) => [name, each.char]))) };
    });
  },
};
const options = {
  entryPoints: { page: here("src/main.tsx") },
  outdir: here("../static"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  charset: "utf8",
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  alias: { "node-emoji": here("src/emoji.ts") },
  plugins: [emojiNames],
};

/** The licence texts of every package that went into the page. */
async function licenses(inputs) {
  const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  packages.add("emojilib");
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = here(`node_modules/${name}/`);
    const file = (await readdir(folder)).find((each) => /^licen[sc]e/i.test(each));
    const { version, license } = JSON.parse(await readFile(`${folder}package.json`, "utf8"));
    const text = file ? await readFile(folder + file, "utf8") : "";
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

await copyFile(here("src/index.html"), here("../static/index.html"));
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  const { metafile } = await build({ ...options, metafile: true });
  await writeFile(here("../static/licenses.txt"), await licenses(Object.keys(metafile.inputs)));
}
