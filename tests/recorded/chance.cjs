// Loaded before Prism. Prism fills every optional property and repeats itself; here its maker of
// chance values leaves optional properties out four times of ten, and chance is a seeded
// generator (mulberry32), so that recording the same description twice gives the same cassettes.
const fs = require("node:fs");
const { createRequire } = require("node:module");

const prism = createRequire(fs.realpathSync(process.argv[1]));
const { JSONSchemaFaker } = prism("json-schema-faker");

const setOption = JSONSchemaFaker.option;
JSONSchemaFaker.option = (...given) => {
  setOption(...given);
  setOption({
    alwaysFakeOptionals: false,
    optionalsProbability: 0.6,
    fixedProbabilities: false,
  });
};

let state = 2026;
Math.random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};
