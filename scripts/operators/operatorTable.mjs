/** What happens to an operator on the way from the scores to the image, and how the table says it. */
const kinds = {
  rule: 'yes',
  decomposed: 'yes, decomposed',
  upgraded: 'yes, rewritten',
  estimate: 'straight-through',
  resolved: 'yes, resolved',
  refused: 'no',
  offPath: 'off path',
  none: 'no',
};

/**
 * docs/operators.md.
 *
 * @param tables what the program knows: `rules` by operator; `decompositions`, `quantised` and `upgrades` with their `op`
 * @param schemas ONNX's operators: scripts/operators/schemas.json
 * @param measured what runs of examples showed: scripts/operators/measured.json
 */
export function operatorTable(tables, schemas, measured) {
  const names = (list) => new Set(list.map(({ op }) => op));
  const known = {
    rules: new Set(Object.keys(tables.rules)),
    decomposed: names(tables.decompositions),
    quantised: names(tables.quantised),
    upgraded: names(tables.upgrades),
    measured: measured.operators,
  };
  const standard = Object.keys(schemas.operators);
  const others = [...known.rules, ...known.decomposed, ...known.quantised].filter((op) => !(op in schemas.operators));
  const rowOf = (op) => row(op, schemas.operators[op], known);
  const rows = standard.map(rowOf);
  return `${introduction(rows, schemas)}
## ONNX

${table(rows)}
## ONNX Runtime and ai.onnx.ml

Operators outside the standard that are known; others of their kind are refused.

${table([...new Set(others)].sort().map(rowOf))}`;
}

function row(op, schema, known) {
  const found = known.measured[op];
  const kind = kindOf(op, schema, known, found);
  const hasGradient = found !== undefined && found.refused === undefined && !['offPath', 'none'].includes(kind);
  const reason = found?.where ?? found?.refused;
  return {
    op,
    kind,
    versions: schema ? versionsOf(schema) : '',
    gradient: reason === undefined ? kinds[kind] : `${kinds[kind]}: ${reason}`,
    secondOrder: hasGradient ? (found.secondOrder ? 'yes' : 'no') : '',
    runtimes: hasGradient ? found.targets.join(' ') : '',
  };
}

function kindOf(op, schema, known, found) {
  if (found?.refused !== undefined) return 'refused';
  if (known.decomposed.has(op)) return 'decomposed';
  if (known.rules.has(op)) return 'rule';
  if (known.quantised.has(op)) return 'estimate';
  if (found?.where !== undefined) return 'resolved';
  // Most upgrades bring an operator into its newer form: this one is of an operator that has none.
  if (known.upgraded.has(op) && found !== undefined) return 'upgraded';
  return schema.floatInputs && schema.floatOutputs ? 'none' : 'offPath';
}

function versionsOf({ since, removed }) {
  return removed === undefined ? since.join(' ') : `${since.join(' ')}, removed in ${removed}`;
}

function table(rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  const head = ['operator', 'versions', 'gradient', 'second order', 'runtimes'];
  const body = rows.map(({ op, versions, gradient, secondOrder, runtimes }) =>
    line([`\`${op}\``, versions, gradient, secondOrder, runtimes]),
  );
  return `${line(head)}${line(head.map(() => '---'))}${body.join('')}`;
}

function introduction(rows, { source, newest }) {
  const count = (...of) => rows.filter(({ kind }) => of.includes(kind)).length;
  const missing = rows.filter(({ kind }) => kind === 'none' || kind === 'refused');
  return `# Operators

<!-- Made by \`npm run docs:operators\` from the tables of the program: change those, not this file. -->

What can be differentiated, operator by operator. Of the ${rows.length} operators of ONNX up to operator set ${newest}, ${count('rule', 'decomposed', 'upgraded', 'resolved')} have a gradient,
${count('estimate')} are quantised and have an estimate of one, ${count('offPath')} carry no gradient by their nature, and ${missing.length} have none here. \`smoothgrad inspect MODEL\` says
what this means for a model: a form of an operator that its rule does not know is refused with the reason, never approximated.

**versions**: the operator sets in which the operator was defined or changed. Models from operator set 7 on are read; forms older than set 18
are rewritten into that form first.

**gradient**

- \`yes\`: there is a gradient rule. The operator's file says what it takes where there is no derivative.
- \`yes, decomposed\`: the node is replaced by operators that have rules.
- \`yes, rewritten\`: an operator of old sets, replaced by its successor.
- \`yes, resolved\`: it is written out of the graph under the condition named; elsewhere it has no gradient.
- \`straight-through\`: it rounds to a quantised type. What is linear in it is differentiated exactly, and rounding counts as the identity; every
  result that rests on this says so.
- \`off path\`: it takes or returns no floating-point numbers (shapes, indices, comparisons, text), so no derivative passes. Models may contain it.
- \`no\`: a model with it between image and scores is refused.

**second order**: whether the gradient graph of an example can be differentiated again: every node in it has a rule. The rules' own tests hold
the numbers to mixed differences.

**runtimes**: which of ONNX Runtime's native CPU library (\`cpu\`), its WebAssembly build (\`wasm\`) and its WebGPU provider (\`webgpu\`) compute one example of
the operator with its gradients to the numbers of \`cpu\`: to 1e-5 in WebAssembly, and to 5e-4 on WebGPU, whose sine and cosine are coarser
(relative L2). \`webgpu\` asks that every node runs there; it was measured in Chromium with an adapter made of software, not on a graphics
card. Where \`webgpu\` is missing, the provider has no kernel for one of the nodes, which a runtime may compute elsewhere; that was not measured.

Names and versions: ${source}. The last two columns are measured (\`tests/operatorTargets.test.ts\`).
`;
}
