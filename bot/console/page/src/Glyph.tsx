/* Small line drawings, so that no emoji font is needed for what the page itself says. */
const paths = {
  eye: "M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  up: "M7 11v9H4v-9zm0 0 4-8c1.7 0 2.6 1.2 2.3 2.8L12.7 9H18a2 2 0 0 1 2 2.4l-1.2 6.9A2 2 0 0 1 16.8 20H7",
  down: "M7 13V4H4v9zm0 0 4 8c1.7 0 2.6-1.2 2.3-2.8L12.7 15H18a2 2 0 0 0 2-2.4l-1.2-6.9A2 2 0 0 0 16.8 4H7",
  shared: "M9 4H6a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h3M15 7h3a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H9V9a2 2 0 0 1 2-2z",
  reply: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6v1",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  picture: "M4 5h16v14H4zm0 11 5-5 4 4 3-3 4 4M15.5 9.5h.01",
  more: "M6 12h.01M12 12h.01M18 12h.01",
};

export function Glyph({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="glyph" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
