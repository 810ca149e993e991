// The worker in which a move that happens nowhere is gone through, so that the functions
// of a real one are compiled before it begins: `web/src/rehearsal`. It says how far it came, and ends.

import start, { rehearse } from "./migrator.js";

self.onmessage = async ({ data: [program, rest] }) => {
  try {
    const page = await start({ module_or_path: program });
    await WebAssembly.instantiate(rest, { page });
    self.postMessage(await rehearse());
  } finally {
    self.close();
  }
};
