import { useState } from "react";
import { Glyph } from "./Glyph";
import type { File } from "./types";

/** What came with a message: pictures are shown, everything else can be saved. */
export function Files({ files }: { files: File[] }) {
  return (
    <>
      {files.map((file) => (file.mimetype.startsWith("image/") ? <PictureFile key={file.id} file={file} /> : <Saved key={file.id} file={file} />))}
    </>
  );
}

function PictureFile({ file }: { file: File }) {
  const [large, setLarge] = useState(false);
  return (
    <figure className={large ? "picture-file large" : "picture-file"}>
      <figcaption>
        <span>{file.title}</span>
        <a href={file.url_private} download={file.name} aria-label={`Save ${file.name}`}>
          Save
        </a>
      </figcaption>
      <button className="bare" aria-label={large ? "Show smaller" : "Show larger"} onClick={() => setLarge(!large)}>
        <img src={file.url_private} alt={file.alt_txt ?? ""} width={file.original_w} height={file.original_h} />
      </button>
    </figure>
  );
}

const Saved = ({ file }: { file: File }) => (
  <a className="file" href={file.url_private} download={file.name}>
    <Glyph name="file" />
    <span>
      <strong>{file.name}</strong>
      <small>
        {file.title !== file.name && `${file.title} · `}
        {sizeOf(file.size)}
      </small>
    </span>
  </a>
);

const sizeOf = (bytes: number) => (bytes < 1024 ? `${bytes} bytes` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
