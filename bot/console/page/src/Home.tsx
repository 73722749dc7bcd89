import { Blocks, SurfaceContext } from "./Blocks";
import { type Acts, Avatar } from "./MessageView";
import type { Whole } from "./types";

export function Home({ whole, press, options }: { whole: Whole } & Acts) {
  const view = whole.home;
  return (
    <div className="list home" role="tabpanel" aria-label="Home">
      {view ? (
        <SurfaceContext.Provider
          value={{
            whole,
            where: view.id,
            press: (actionId, value, blockId) => press(view.id, actionId, value, blockId),
            options: (actionId, typed) => options(view.id, actionId, typed),
          }}
        >
          <Blocks blocks={view.blocks} />
        </SurfaceContext.Provider>
      ) : (
        <div className="welcome">
          <Avatar name={whole.bot.name} bot size={56} />
          <h2>Nothing here yet</h2>
          <p className="faint">{whole.bot.name} has not published a Home tab for you.</p>
        </div>
      )}
    </div>
  );
}
