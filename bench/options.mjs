import { parseArgs } from 'node:util';
import { sections } from './sections/index.mjs';

export const usage = `npm run bench -- [options]

  --networks a,b    which networks (default: all that are here)
  --rounds n        how often everything is measured in turn (default: 5)
  --sections a,b    what is measured: ${Object.keys(sections).join(', ')}, or all
                    (default: ${defaultSections().join(', ')})
  --json            print one JSON object instead of tables
  --save            keep the result in bench/results
  --help            print this

Networks beside the bundled one: SMOOTHGRAD_SHARED, and bench/peers/setup, which also installs the peers.`;

function defaultSections() {
  return Object.keys(sections).filter((name) => sections[name].byDefault);
}

const list = (text) => text?.split(',').filter(Boolean);

/** @param {readonly string[]} args */
export function readOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      networks: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      sections: { type: 'string' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds} must be a whole number from 1`);
  const asked = list(values.sections) ?? defaultSections();
  const chosen = asked.includes('all') ? Object.keys(sections) : asked;
  const unknown = chosen.filter((name) => !(name in sections));
  if (unknown.length > 0) {
    throw new Error(`unknown section ${unknown.join(', ')}: choose from ${Object.keys(sections).join(', ')}, all`);
  }
  return { ...values, rounds, networks: list(values.networks), sections: chosen };
}
