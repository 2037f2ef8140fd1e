/** What the runtime said, without the engine's own words that loading failed, and without its source files and signatures. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.cause instanceof Error ? error.cause.message : error.message;
  return inPlainWords(message) ?? message.replace(SOURCE, '').trim();
}

/** `/onnxruntime_src/…/model.cc:202 onnxruntime::Model::Model(…) ` */
const SOURCE = /^\/\S+\.(?:cc|h):\d+ .*?\)(?: const)? (?=[A-Z])/s;

const TOO_NEW = /Opset (\d+) is under development.*support for domain (\S+) is till opset (\d+)/s;

function inPlainWords(message: string): string | undefined {
  const found = TOO_NEW.exec(message);
  if (found === null) return undefined;
  const [, version, domain, newest] = found;
  const set = domain === 'ai.onnx' ? 'operator set' : `the operator set of ${domain} in version`;
  return `it is written for ${set} ${version}, and ${newest} is the newest this runtime knows. Export it again for ${newest} or older`;
}
